import { expect, it } from "vitest";
import type { Figures, Overview } from "@/runs/queries.ts";
import { tileContents } from "@/runs/tileContents.ts";

const NOTHING: Figures = {
  runs: 0,
  passed: 0,
  not_passed: 0,
  not_a_test: 0,
  first_tests: 0,
  passed_by_first: 0,
  passed_by_second: 0,
  passed_by_third: 0,
  passed_ever: 0,
  without_unit: 0,
};

function overview(now: Partial<Figures>, before: Partial<Figures> | null): Overview {
  const times = { from: "2026-11-01T00:00:00Z", to: "2026-11-08T00:00:00Z" };
  return {
    figures: { ...NOTHING, ...now },
    before: before && { ...times, figures: { ...NOTHING, ...before } },
    organisation_has_runs: true,
  };
}

it("says the first-pass yield of units with its change", () => {
  const now = { runs: 130, passed: 100, not_passed: 30, first_tests: 100, passed_by_first: 90 };
  const tile = tileContents(overview(now, { first_tests: 50, passed_by_first: 47 }), {}).firstPass;
  expect(tile.value).toBe("90.0 %");
  expect(tile.below).toBe("90 of 100 units");
  expect(tile.change).toEqual({ text: "−4.0 points", direction: "down", meaning: "bad" });
});

it("has no first-pass yield without units, and no change without a time before", () => {
  const without = tileContents(overview({ runs: 5, passed: 5 }, null), {}).firstPass;
  expect(without.value).toBe("–");
  expect(without.change).toBeNull();
  const first = tileContents(overview({ first_tests: 9, passed_by_first: 9 }, {}), {}).firstPass;
  expect(first.value).toBe("100.0 %");
  expect(first.change).toBeNull();
});

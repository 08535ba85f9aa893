import { describe, expect, it } from "vitest";
import { inOrder, toggled } from "@/pages/unit/selection.ts";
import type { UnitRun } from "@/units/queries.ts";

const run = (run_id: string, run_at: string, attempt = 1) => ({ run_id, run_at, attempt }) as UnitRun;
const [a, b, c] = [run("a", "2026-01-01"), run("b", "2026-01-02"), run("c", "2026-01-02", 2)];

describe("toggled", () => {
  it("keeps at most two and forgets the oldest choice", () => {
    expect(toggled([], a)).toEqual([a]);
    expect(toggled([a], b)).toEqual([a, b]);
    expect(toggled([a, b], c)).toEqual([b, c]);
    expect(toggled([a, b], a)).toEqual([b]);
  });
});

describe("inOrder", () => {
  it("puts the earlier run first", () => {
    expect(inOrder([a])).toBeUndefined();
    expect(inOrder([b, a])).toEqual([a, b]);
    expect(inOrder([c, b])).toEqual([b, c]);
    expect(inOrder([b, c])).toEqual([b, c]);
  });
});

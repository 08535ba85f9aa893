import { describe, expect, it } from "vitest";
import type { Comparison } from "./queries.ts";
import { pointsText, verdictOf } from "./verdict.ts";

const side = { figures: { passed: 90, not_passed: 10 } };
const same = {
  a: { part: 90, all: 100 },
  b: { part: 91, all: 100 },
  verdict: "not_sure",
  p_value: 0.8,
  lower: -0.07,
  upper: 0.09,
};

function comparison(change: object): Comparison {
  const plain = {
    a: side,
    b: side,
    first_pass_yield: same,
    steps: [],
    measurements: [],
    steps_compared: 4,
    measurements_compared: 60,
  };
  return { ...plain, ...change } as unknown as Comparison;
}

const texts = (found: Comparison) => verdictOf(found).map((sentence) => sentence.text);

describe("verdictOf", () => {
  it("says when nothing differs, and how much that may hide", () => {
    expect(texts(comparison({}))).toEqual([
      "First-pass yield: 90.0 % in A, 91.0 % in B. That may be chance (p = 0.80): the true difference is within −7.0 … +9.0 points.",
      "No failing step (4 compared) and no measurement (60 compared) differs more than chance explains.",
    ]);
  });
  it("names what differs, with the side", () => {
    const failed = { a: { part: 3, all: 100 }, b: { part: 12, all: 100 }, verdict: "higher_in_b" };
    const step = { module: "test_power", case: "test_voltage", failed, p_corrected: 0.0002 };
    const measurement = { name: "U1", module: "m", case: "c", occurrence: 0 };
    const moved = {
      measurement,
      mean_verdict: "higher_in_a",
      effect_sigmas: -1.5,
      mean_p_corrected: 0,
      sigma_verdict: "not_sure",
    };
    const first_pass_yield = { ...same, verdict: "higher_in_a", p_value: 0.01 };
    const found = comparison({ first_pass_yield, steps: [step], measurements: [moved] });
    expect(texts(found)).toEqual([
      "B passes the first test less often: 91.0 % against 90.0 %. This is not chance (p = 0.010).",
      "B fails more often at test_power / test_voltage: 12.0 % of its tests against 3.0 % (p = 0.0002).",
      "U1 lies 1.50 sigma higher in A (p < 0.0001).",
    ]);
    expect(verdictOf(found).every((sentence) => sentence.isDifference)).toBe(true);
  });
  it("says which side is empty", () => {
    const found = comparison({ b: { figures: { passed: 0, not_passed: 0 } } });
    expect(texts(found)).toEqual([
      "B has no tests. Choose another time for the page, or something else for B.",
    ]);
  });
});

it("points have a sign", () => {
  expect([pointsText(0.021), pointsText(-0.3), pointsText(0)]).toEqual(["+2.1", "−30.0", "0.0"]);
});

import { describe, expect, it } from "vitest";
import { lineOf, pointsOf } from "@/pages/measurement/correlation/correlationOption.ts";
import type { Correlation } from "@/pages/measurement/correlation/queries.ts";

const shown = {
  line: { slope: 2, intercept: 1 },
  points: {
    first: [1, 2, 1, 3],
    second: [3, 5, 3, 7],
    run_numbers: [11, 12, 13, 14],
    times: [null, null, null, null],
    results: [true, true, true, null],
  },
} as unknown as Correlation;

describe("pointsOf", () => {
  it("makes runs with the same values one point, the latest run's", () => {
    expect(pointsOf(shown, true)).toEqual([
      [1, 3, 13, 2],
      [2, 5, 12, 1],
    ]);
    expect(pointsOf(shown, null)).toEqual([[3, 7, 14, 1]]);
    expect(pointsOf(shown, false)).toEqual([]);
  });
});

describe("lineOf", () => {
  it("goes from the smallest to the largest value", () => {
    expect(lineOf(shown)).toEqual([
      [1, 3],
      [3, 7],
    ]);
    expect(lineOf({ ...shown, line: null })).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import type { YieldPeriod } from "@/pages/yield/queries.ts";
import { lowestPercent } from "@/pages/yield/yieldHistoryOption.ts";

function period(part: number, all: number, lower: number | null): YieldPeriod {
  const share = all === 0 ? null : part / all;
  const of = { part, all, share, lower, upper: all === 0 ? null : 1 };
  return { units: all, first_pass: of } as YieldPeriod;
}

describe("lowestPercent", () => {
  it("does not let a few units decide over many periods", () => {
    const many = [960, 950, 970].map((part) => period(part, 1000, part / 1000 - 0.01));
    expect(lowestPercent([...many, period(2, 2, 0.34)])).toBe(90);
    expect(lowestPercent([...many, period(1, 2, 0.09)])).toBe(40);
  });

  it("shows the interval of the only period", () => {
    expect(lowestPercent([period(10, 12, 0.552)])).toBe(50);
    expect(lowestPercent([period(0, 0, null)])).toBe(90);
    expect(lowestPercent([period(0, 5, 0)])).toBe(0);
  });
});

import { describe, expect, it } from "vitest";
import { chanceText, controlNotes, highest } from "@/pages/yield/control/yieldControlNotes.ts";
import { pointOf } from "@/pages/yield/control/yieldControlOption.ts";
import { limitsText } from "@/pages/yield/control/yieldControlTooltip.ts";
import type { YieldChart, YieldChartPeriod } from "@/pages/yield/queries.ts";

function period(verdict: YieldChartPeriod["verdict"], part: number, all: number, upper: number | null) {
  const share = all === 0 ? null : part / all;
  const limits = { lower_limit: upper === null ? null : 0, upper_limit: upper };
  return { verdict, failed: { part, all, share }, ...limits } as YieldChartPeriod;
}

function chart(periods: YieldChartPeriod[], limits: Partial<YieldChart["limits"]> | null): YieldChart {
  return { bucket: "day", outside: 0, notes: [], periods, limits } as unknown as YieldChart;
}

describe("highest", () => {
  it("has room for all that is judged and for most limits", () => {
    const periods = [0.1, 0.1, 0.1, 0.1, 0.9].map((upper) => period("within", 5, 100, upper));
    expect(highest(chart(periods, {}))).toEqual({ top: 12, interval: 2, hasHigher: false });
    const worse = [...periods, period("above", 40, 100, 0.1)];
    expect(highest(chart(worse, {})).top).toBe(50);
  });

  it("is not stretched by one unit that failed alone", () => {
    const periods = [period("within", 5, 100, 0.1), period("too_few", 1, 1, null)];
    expect(highest(chart(periods, {}))).toEqual({ top: 12, interval: 2, hasHigher: true });
    expect(pointOf(period("too_few", 1, 1, null), 1, 12)?.value).toEqual([1, 12]);
    const alone = [period("too_few", 1, 1, null)];
    expect(highest(chart(alone, null))).toEqual({ top: 100, interval: 20, hasHigher: false });
  });

  it("is something of nothing", () => {
    expect(highest(chart([], null)).top).toBe(0.2);
    expect(pointOf(period("empty", 0, 0, null), 0, 10)).toBeNull();
  });
});

it("says how often chance marks a point", () => {
  expect(chanceText({ marked_by_chance: 0.0027, judged: 30 })).toContain("1 point in 370: 0.1 of");
  expect(chanceText({ marked_by_chance: 0.0027, judged: 2 })).toContain("hardly one of");
  expect(chanceText({ marked_by_chance: 0, judged: 30 })).toContain("hardly any point");
});

it("says why there are no limits instead of what is beyond them", () => {
  const why = { kind: "one_period", text: "There is only one day." };
  const one = { ...chart([], null), notes: [why] } as YieldChart;
  expect(controlNotes(one)).toEqual([why.text]);
  expect(limitsText(period("no_limits", 1, 9, null))).toBe("");
});

import { describe, expect, it } from "vitest";
import { areOverlapping, areSame, filterOfBoth, filterOfSide, queryOf, sidesOf, viewOf } from "./sides.ts";

const today = "2026-11-23";

describe("sidesOf", () => {
  it("compares the last seven days with those before until somebody chooses", () => {
    const sides = sidesOf(viewOf({}), { range: "month", plan: ["P"] }, today);
    expect(sides && queryOf(sides)).toEqual({
      plan: ["P"],
      "a.from": "2026-11-10",
      "a.to": "2026-11-16",
      "b.from": "2026-11-17",
      "b.to": "2026-11-23",
    });
  });
  it("keeps the time of the page for everything else", () => {
    const view = viewOf({ by: "stand", a: ["2"], b: ["1", "3"] });
    const sides = sidesOf(view, { range: "month", stand: [9] }, today);
    expect(sides && queryOf(sides)).toEqual({ range: "month", "a.stand": [2], "b.stand": [1, 3] });
    expect(sides && filterOfSide(sides, "a")).toEqual({ range: "month", stand: [2] });
  });
  it("waits until both sides are chosen, and notices when they are the same", () => {
    expect(sidesOf(viewOf({ by: "batch", a: ["B1"] }), {}, today)).toBeNull();
    const same = sidesOf(viewOf({ by: "batch", a: ["B1", "B2"], b: ["B2", "B1"] }), {}, today);
    expect(same && areSame(same)).toBe(true);
  });
  it("takes nothing for chosen where no stand is named", () => {
    const view = viewOf({ by: "stand", a: ["foo", "-1"], b: ["2", "bar"] });
    expect(view).toEqual({ by: "stand", a: [], b: ["2"] });
    expect(sidesOf(view, {}, today)).toBeNull();
  });
  it("joins both for pages that show all of them", () => {
    const stands = sidesOf(viewOf({ by: "stand", a: ["2"], b: ["1"] }), { range: "month" }, today);
    expect(stands && filterOfBoth(stands)).toEqual({ range: "month", stand: [2, 1] });
    const periods = sidesOf(viewOf({}), { plan: ["P"] }, today);
    const both = periods && filterOfBoth(periods);
    expect(both).toEqual({ plan: ["P"], from: "2026-11-10", to: "2026-11-23" });
  });
});

describe("areOverlapping", () => {
  const overlapping = (by: "period" | "stand" | "batch" | "revision", a: string[], b: string[]) => {
    const sides = sidesOf(viewOf({ by, a, b }), {}, today);
    return sides && areOverlapping(sides);
  };
  it("finds days that are in both periods", () => {
    expect(overlapping("period", ["last-month"], ["this-month"])).toBe(false);
    expect(overlapping("period", ["2026-11-01..2026-11-10"], ["2026-11-10..2026-11-20"])).toBe(true);
    expect(overlapping("period", ["this-month"], ["last-7-days"])).toBe(true);
    expect(overlapping("period", ["before-last-7-days"], ["last-7-days"])).toBe(false);
  });
  it("finds names that are on both sides", () => {
    expect(overlapping("stand", ["1", "2"], ["2", "3"])).toBe(true);
    expect(overlapping("stand", ["1"], ["2"])).toBe(false);
    expect(overlapping("batch", ["B1", "B2"], ["B2"])).toBe(true);
    expect(overlapping("revision", ["A"], ["B"])).toBe(false);
  });
});

import { describe, expect, it } from "vitest";
import { areSame, filterOfBoth, filterOfSide, queryOf, sidesOf, viewOf } from "./sides.ts";

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
  it("joins both for pages that show all of them", () => {
    const stands = sidesOf(viewOf({ by: "stand", a: ["2"], b: ["1"] }), { range: "month" }, today);
    expect(stands && filterOfBoth(stands)).toEqual({ range: "month", stand: [2, 1] });
    const periods = sidesOf(viewOf({}), { plan: ["P"] }, today);
    const both = periods && filterOfBoth(periods);
    expect(both).toEqual({ plan: ["P"], from: "2026-11-10", to: "2026-11-23" });
  });
});

import { describe, expect, it } from "vitest";
import {
  hasConditions,
  runFilterOf,
  withDates,
  withNamedRange,
  withoutConditions,
  withRange,
  withValues,
} from "@/runs/runFilter.ts";

describe("runFilterOf", () => {
  it("keeps what it knows and drops the rest", () => {
    const search = {
      range: "week",
      plan: ["A", "B", "A"],
      stand: [3, "4", "x"],
      status: ["failed", "x"],
      a: 1,
    };
    expect(runFilterOf(search)).toEqual({
      range: "week",
      plan: ["A", "B"],
      stand: [3, 4],
      status: ["failed"],
    });
  });

  it("takes one value for a list and a number for a text", () => {
    expect(runFilterOf({ plan: "A", serial: 1234 })).toEqual({ plan: ["A"], serial: ["1234"] });
  });

  it("takes the empty name for none where runs may have none", () => {
    const search = {
      batch: "",
      revision: ["", "B"],
      plan: "",
      attempt: "first",
      step: [0, 5],
      error_code: "7",
    };
    expect(runFilterOf(search)).toEqual({
      batch: [""],
      revision: ["", "B"],
      attempt: "first",
      step: [0, 5],
      error_code: [7],
    });
    expect(runFilterOf({ attempt: "last" })).toEqual({});
    expect(runFilterOf({ attempt: 2 })).toEqual({ attempt: "2" });
    expect(hasConditions({ attempt: "2" })).toBe(true);
  });

  it("takes dates and instants only", () => {
    expect(runFilterOf({ from: "2026-11-01", to: "2026-11-02T10:00:00Z" })).toEqual({
      from: "2026-11-01",
      to: "2026-11-02T10:00:00Z",
    });
    expect(runFilterOf({ range: "decade", from: "soon", to: 5, tag: ["x", "dut:a=b"] })).toEqual({
      tag: ["dut:a=b"],
    });
  });
});

describe("changes of a filter", () => {
  it("leaves out what is empty", () => {
    expect(withValues({ plan: ["A"], range: "week" }, "plan", [])).toEqual({ range: "week" });
    expect(withValues({}, "stand", ["3"])).toEqual({ stand: [3] });
  });

  it("has either a name or dates for its range", () => {
    expect(withDates({ range: "week" }, "2026-11-01", undefined)).toEqual({ from: "2026-11-01" });
    expect(withNamedRange({ from: "2026-11-01" }, "today")).toEqual({ range: "today" });
    expect(withRange({}, "week")).toEqual({ range: "week" });
    expect(withRange({ from: "2026-11-01" }, "week")).toEqual({ from: "2026-11-01" });
  });

  it("tells conditions from the time", () => {
    expect(hasConditions({ range: "week" })).toBe(false);
    expect(hasConditions({ serial: ["1"] })).toBe(true);
    expect(withoutConditions({ range: "week", plan: ["A"] })).toEqual({ range: "week" });
  });
});

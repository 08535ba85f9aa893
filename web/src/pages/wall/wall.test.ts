import { describe, expect, it } from "vitest";
import { filterText, rangeText } from "@/pages/wall/filterText.ts";
import { wallDate, wallInstant, wallTime } from "@/pages/wall/wallTime.ts";

describe("the clock", () => {
  const at = new Date("2026-11-22T23:05:00Z");
  it("is the plant's", () => {
    expect(wallTime(at, "Europe/Berlin")).toBe("00:05");
    expect(wallDate(at, "Europe/Berlin")).toBe("Monday 23 November");
    expect(wallTime(at, "Nowhere/At_all")).toBe("23:05");
    expect(wallInstant(at, at, "Europe/Berlin")).toBe("00:05");
    expect(wallInstant(at, new Date("2026-11-24T12:00:00Z"), "Europe/Berlin")).toBe("23 Nov");
  });
});

describe("the words of the filter", () => {
  it("say what is shown", () => {
    expect(rangeText({ range: "today" })).toBe("Today");
    expect(rangeText({ from: "2026-11-01", to: "2026-11-03" })).toBe("2026-11-01 – 2026-11-03");
    expect(rangeText({ from: "2026-11-01", to: "2026-11-01" })).toBe("2026-11-01");
    expect(filterText({ range: "today" })).toBe("");
    expect(filterText({ plan: ["A", "B"], status: ["failed"] })).toBe("Test plan: A, B · Status: Failed");
  });
});

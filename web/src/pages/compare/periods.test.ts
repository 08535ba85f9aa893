import { describe, expect, it } from "vitest";
import { daysOf, periodOf, todayIn } from "./periods.ts";

/** A Monday. */
const today = "2026-11-23";

describe("daysOf", () => {
  it("knows the weeks and months of the calendar", () => {
    expect(daysOf("this-week", today)).toEqual({ from: "2026-11-23", to: "2026-11-29" });
    expect(daysOf("last-week", today)).toEqual({ from: "2026-11-16", to: "2026-11-22" });
    expect(daysOf("this-week", "2026-11-29")).toEqual({ from: "2026-11-23", to: "2026-11-29" });
    expect(daysOf("this-month", "2026-12-31")).toEqual({ from: "2026-12-01", to: "2026-12-31" });
    expect(daysOf("last-month", "2026-01-15")).toEqual({ from: "2025-12-01", to: "2025-12-31" });
    expect(daysOf("before-last-7-days", today)).toEqual({ from: "2026-11-10", to: "2026-11-16" });
  });
  it("reads any days, and nothing that is none", () => {
    const days = { from: "2026-01-05", to: "2026-01-11" };
    expect(daysOf(periodOf(days), today)).toEqual(days);
    for (const wrong of ["", "x", "2026-01-11..2026-01-05", "2026-13-01..2026-13-02", "2026-01-05"]) {
      expect(daysOf(wrong, today)).toBeNull();
    }
  });
});

describe("todayIn", () => {
  it("follows the zone and where its day begins", () => {
    const now = new Date("2026-11-22T23:30:00Z");
    expect(todayIn("Europe/Berlin", 0, now)).toBe("2026-11-23");
    expect(todayIn("Europe/Berlin", 360, now)).toBe("2026-11-22");
    expect(todayIn("Nowhere/Land", 0, now)).toBe("2026-11-22");
  });
});

import { describe, expect, it } from "vitest";
import { barLabel, barRange, barTitle } from "@/runs/historyTime.ts";

const bar = (from: string, to: string) => ({ from, to, passed: 0, not_passed: 0, not_a_test: 0 });

describe("bars", () => {
  const day = bar("2026-11-16T05:00:00Z", "2026-11-17T05:00:00Z");
  const week = bar("2026-11-16T05:00:00Z", "2026-11-23T05:00:00Z");

  it("are named in the organisation's zone", () => {
    const hour = bar("2026-11-16T05:00:00Z", "2026-11-16T06:00:00Z");
    expect(barLabel(hour, "hour", "Europe/Berlin")).toBe("06:00");
    expect(barLabel(day, "day", "Europe/Berlin")).toBe("Mon 16 Nov");
    expect(barTitle(day, "day", "Europe/Berlin")).toBe("Mon, 16 November 2026");
    expect(barTitle(hour, "hour", "Mars/Phobos")).toContain("05:00 – 06:00");
  });

  it("have dates that lead back to them", () => {
    expect(barRange(day, "day", "Europe/Berlin")).toEqual({ from: "2026-11-16", to: "2026-11-16" });
    expect(barRange(week, "week", "Europe/Berlin")).toEqual({ from: "2026-11-16", to: "2026-11-22" });
  });

  it("have dates when the clock is changed", () => {
    const long = bar("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
    expect(barRange(long, "day", "Europe/Berlin")).toEqual({ from: "2026-10-25", to: "2026-10-25" });
    const short = bar("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
    expect(barRange(short, "day", "Europe/Berlin")).toEqual({ from: "2026-03-29", to: "2026-03-29" });
  });
});

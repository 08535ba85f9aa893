import { describe, expect, it } from "vitest";
import { minutesOf, timeText } from "@/pages/organisation/general/timeOfDay.ts";

describe("the time of the day", () => {
  it("is written and read", () => {
    for (const [text, minutes] of [
      ["00:00", 0],
      ["06:30", 390],
      ["23:59", 1439],
    ] as const) {
      expect(timeText(minutes)).toBe(text);
      expect(minutesOf(text)).toBe(minutes);
    }
    expect(minutesOf("6:05:00")).toBe(365);
  });

  it("is not read from what is none", () => {
    for (const text of ["", "6", "24:00", "06:60", "-1:00", "06:000"]) {
      expect(minutesOf(text)).toBeUndefined();
    }
  });
});

import { expect, test } from "vitest";
import { dayLabel, hourText, shareText, splitOf } from "./timeText.ts";

test("hours are counted from the start of the day", () => {
  expect(hourText(0, 390)).toBe("06:30");
  expect(hourText(20, 390)).toBe("02:30");
  expect(hourText(0, 0)).toBe("00:00");
});

test("a day is that of the organisation", () => {
  expect(dayLabel("2026-11-19T23:00:00Z", "Europe/Berlin")).toBe("20 Nov");
});

test("planned time is split without a rest", () => {
  expect(splitOf({ planned_s: 0, testing_s: 0, waiting_s: 0 })).toEqual({
    testing: 0,
    waiting: 0,
    stopped: 0,
  });
  expect(splitOf({ planned_s: 100, testing_s: 25, waiting_s: 25 })).toEqual({
    testing: 25,
    waiting: 25,
    stopped: 50,
  });
});

test("what is not known is a dash", () => {
  expect(shareText(null)).toBe("–");
  expect(shareText(0.625)).toBe("62.5 %");
});

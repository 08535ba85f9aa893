import { expect, it } from "vitest";
import { countIn, partFor, seenOf } from "@/pages/measurement/control/closer.ts";

it("says which positions are seen", () => {
  expect(seenOf({ start: 0, end: 100 }, 1000)).toBeUndefined();
  expect(seenOf({ start: 0, end: 50 }, 1001)).toEqual({ from: 1, to: 501 });
  expect(seenOf({ start: 99.99999, end: 100 }, 1000)).toEqual({ from: 1000, to: 1000 });
  expect(seenOf({ start: 10, end: 20 }, 1)).toEqual({ from: 1, to: 1 });
});

it("loads a part with room on both sides", () => {
  expect(partFor({ from: 1001, to: 1100 }, undefined, 5000)).toEqual({ from: 951, to: 1150 });
  expect(partFor({ from: 1, to: 100 }, undefined, 120)).toEqual({ from: 1, to: 120 });
});

it("keeps a part that is fine enough", () => {
  const whole = { from: 1, to: 2000 };
  expect(partFor({ from: 500, to: 510 }, whole, 1_000_000)).toBe(whole);
  const coarse = { from: 1, to: 90_000 };
  expect(partFor({ from: 10_001, to: 50_000 }, coarse, 1_000_000)).toBe(coarse);
  expect(partFor({ from: 10_001, to: 20_000 }, coarse, 1_000_000)).toEqual({ from: 5001, to: 25_000 });
  expect(partFor({ from: 80_001, to: 100_000 }, coarse, 1_000_000)).toEqual({ from: 70_001, to: 110_000 });
});

it("counts the points in a part", () => {
  expect(countIn([1, 5, 6, 9], { from: 5, to: 8 })).toBe(2);
});

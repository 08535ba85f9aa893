import { expect, it } from "vitest";
import { scaleOf } from "@/pages/measurement/scale.ts";

it("shows limits that are near", () => {
  expect(scaleOf([4, 6], [3, 7, null])).toEqual({ min: 2.76, max: 7.24, hasHidden: false });
});

it("lets no far limit flatten the values", () => {
  const scale = scaleOf([4, 6], [0, 1000]);
  expect(scale?.hasHidden).toBe(true);
  expect(scale?.max).toBeLessThan(10);
});

it("knows nothing of nothing, and has room for equal values", () => {
  expect(scaleOf([], [1])).toBeUndefined();
  const scale = scaleOf([5, 5], []);
  expect(scale && scale.max > scale.min).toBe(true);
});

it("stays a scale of numbers for the largest values", () => {
  const scale = scaleOf([-1e308, 1e308], [1e307, -1.7e308]);
  expect(scale && Number.isFinite(scale.max - scale.min)).toBe(true);
  expect(scale && scale.max > scale.min).toBe(true);
});

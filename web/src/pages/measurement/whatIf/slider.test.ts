import { expect, it } from "vitest";
import { sliderStep, withinSlider } from "@/pages/measurement/whatIf/slider.ts";

it("steps are numbers that people say", () => {
  expect(sliderStep({ min: 0, max: 1 })).toBe(0.005);
  expect(sliderStep({ min: 4.9, max: 5.2 })).toBe(0.002);
  expect(sliderStep({ min: -1e6, max: 1e6 })).toBe(10_000);
});

it("thumbs stay on the slider", () => {
  const scale = { min: 0, max: 10 };
  expect(withinSlider({ lower: -5, upper: null }, scale)).toEqual([0, 10]);
  expect(withinSlider({ lower: 8, upper: 2 }, scale)).toEqual([2, 8]);
});

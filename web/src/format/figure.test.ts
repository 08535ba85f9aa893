import { expect, it } from "vitest";
import { figureText, figureWithin, indexText } from "@/format/figure.ts";

it("shows digits that mean something", () => {
  expect(figureText(5.012_345_678, "V")).toBe("5.0123 V");
  expect(figureText(null, "V")).toBe("–");
  expect(figureText(Number.NaN)).toBe("–");
  expect(figureText(1e-9)).toBe("1e-9");
  expect(figureText(16_000_123, "Hz")).toBe("16000123 Hz");
});

it("is as fine as the spread", () => {
  expect(figureWithin(32768.123_456, 0.012, "Hz")).toBe("32768.123 Hz");
  expect(figureWithin(5.012_345, null)).toBe("5.0123");
  expect(figureWithin(undefined, 0.1)).toBe("–");
});

it("shows indices as people say them", () => {
  expect(indexText(1.3333)).toBe("1.33");
  expect(indexText(-0.5)).toBe("−0.50");
  expect(indexText(12.345)).toBe("12.3");
  expect(indexText(1e6)).toBe("> 999");
  expect(indexText(undefined)).toBe("–");
});

import { expect, test } from "vitest";
import { effectText, figureText, indexText, pText } from "@/analysis/statisticsText.ts";

test("probabilities are never nought", () => {
  expect(pText(0)).toBe("< 0.0001");
  expect(pText(0.00042)).toBe("= 0.0004");
  expect(pText(0.0123)).toBe("= 0.012");
  expect(pText(0.5)).toBe("= 0.50");
});

test("figures have as many digits as say something", () => {
  expect(effectText(-1.257)).toBe("−1.26");
  expect(effectText(12.34)).toBe("+12.3");
  expect(indexText(-0.5)).toBe("−0.50");
  expect(indexText(12345.6)).toBe("12346");
  expect(figureText(12.34567)).toBe("12.35");
  expect(figureText(0.000123456)).toBe("1.23e−4");
  expect(figureText(-0.000123456)).toBe("−1.23e−4");
});

test("figures are whole before the decimal point, and as fine as their spread", () => {
  expect(figureText(32768.1)).toBe("32768");
  expect(figureText(32768.123_456, 0.012)).toBe("32768.123");
  expect(figureText(16_000_123.4)).toBe("16000123");
  expect(figureText(-2.5e12)).toBe("−2.5e+12");
});

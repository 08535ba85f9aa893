import { expect, it } from "vitest";
import { significant } from "@/format/significant.ts";

it("cuts decimals only", () => {
  expect(significant(32768.1, 4)).toBe(32768);
  expect(significant(16_000_123, 5)).toBe(16_000_123);
  expect(significant(123_456_789_012.3, 5)).toBe(123_456_789_012);
  expect(significant(-0.000123456, 3)).toBe(-0.000123);
  expect(significant(5.012_345, 5)).toBe(5.0123);
});

it("shows two digits of the spread", () => {
  expect(significant(32768.123_456, 4, 0.012)).toBe(32768.123);
  expect(significant(5.012_345, 5, 20)).toBe(5.0123);
  expect(significant(5.012_345, 5, 0)).toBe(5.0123);
  expect(significant(5.012_345, 5, null)).toBe(5.0123);
});

it("stays with the digits that a number can hold", () => {
  expect(significant(0.1 + 0.2, 20)).toBe(0.3);
  expect(significant(1, 5, 1e-300)).toBe(1);
  expect(significant(1.234_567_89e300, 5)).toBe(1.2346e300);
  expect(significant(Number.POSITIVE_INFINITY, 5)).toBe(Number.POSITIVE_INFINITY);
  expect(significant(0, 5, 0.1)).toBe(0);
});

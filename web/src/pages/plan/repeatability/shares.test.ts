import { expect, test } from "vitest";
import { barWidth, shareText } from "./shares.ts";

test("a bar never leaves its track", () => {
  expect(barWidth(0)).toBe(0);
  expect(barWidth(0.3)).toBeCloseTo(50);
  expect(barWidth(12)).toBe(100);
});

test("shares may be above one", () => {
  expect(shareText(0.0432)).toBe("4.3 %");
  expect(shareText(0.00001)).toBe("< 0.1 %");
  expect(shareText(0)).toBe("0 %");
  expect(shareText(0.306)).toBe("31 %");
  expect(shareText(12.5)).toBe("1,250 %");
  expect(shareText(1e300)).toBe("> 1,000,000 %");
});

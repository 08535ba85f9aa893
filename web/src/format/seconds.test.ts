import { expect, test } from "vitest";
import { secondsText } from "@/format/seconds.ts";

test("seconds have digits while they are few", () => {
  expect(secondsText(0.417)).toBe("0.42 s");
  expect(secondsText(9)).toBe("9 s");
  expect(secondsText(-1.5)).toBe("−1.50 s");
  expect(secondsText(12.34)).toBe("12.3 s");
  expect(secondsText(185)).toBe("3 min 05 s");
  expect(secondsText(8040)).toBe("2 h 14 min");
});

import { describe, expect, it } from "vitest";
import { intervalText, isUncertain, shareText } from "@/pages/yield/shareText.ts";

describe("a share in words", () => {
  it("says nothing of nothing", () => {
    const none = { part: 0, all: 0, share: null, lower: null, upper: null };
    expect(shareText(none)).toBe("–");
    expect(intervalText(none)).toBe("");
    expect(isUncertain(none)).toBe(false);
  });

  it("never calls a small sample certain", () => {
    const few = { part: 10, all: 10, share: 1, lower: 0.7225, upper: 1 };
    expect(shareText(few)).toBe("100.0 %");
    expect(intervalText(few)).toBe("72.3 – 100.0 %");
    expect(isUncertain(few)).toBe(true);
  });
});

import { describe, expect, it } from "vitest";
import { relativeChange, shareChange } from "@/runs/figures.ts";

describe("relativeChange", () => {
  it("needs something to compare with", () => {
    expect(relativeChange(5, 0)).toBeNull();
    expect(relativeChange(null, 5)).toBeNull();
  });

  it("tells sign and direction", () => {
    expect(relativeChange(110, 100)).toEqual({ text: "+10.0 %", direction: "up", meaning: "neutral" });
    expect(relativeChange(50, 100)?.text).toBe("−50.0 %");
    expect(relativeChange(100, 100)).toEqual({ text: "±0 %", direction: "same", meaning: "neutral" });
  });
});

describe("shareChange", () => {
  it("is in points and knows what is good", () => {
    expect(shareChange([97, 100], [95, 100], "good")).toEqual({
      text: "+2.0 points",
      direction: "up",
      meaning: "good",
    });
    expect(shareChange([5, 100], [3, 100], "bad")?.meaning).toBe("bad");
    expect(shareChange([1, 100], [3, 100], "bad")?.meaning).toBe("good");
    expect(shareChange([0, 0], [3, 100], "bad")).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { durationText, percentText, valueText } from "@/format/number.ts";

describe("percentText", () => {
  it("never rounds to all or nothing", () => {
    expect(percentText(9999, 10000)).toBe("99.9 %");
    expect(percentText(1, 100000)).toBe("0.1 %");
    expect(percentText(10, 10)).toBe("100.0 %");
    expect(percentText(0, 10)).toBe("0.0 %");
    expect(percentText(0, 0)).toBe("–");
  });
});

describe("durationText", () => {
  it("changes its unit", () => {
    expect(durationText(850)).toBe("850 ms");
    expect(durationText(12_000)).toBe("12 s");
    expect(durationText(59_600)).toBe("1 min 00 s");
    expect(durationText(185_000)).toBe("3 min 05 s");
    expect(durationText(8_040_000)).toBe("2 h 14 min");
  });
});

describe("valueText", () => {
  it("drops the digits of binary arithmetic", () => {
    expect(valueText(0.1 + 0.2)).toBe("0.3");
    expect(valueText(1.2e-7)).toBe("1.2e-7");
    expect(valueText(-12.5)).toBe("-12.5");
  });
});

import { describe, expect, it } from "vitest";
import { durationText, limitText, percentText, valueText } from "@/format/number.ts";

describe("percentText", () => {
  it("never rounds to all or nothing", () => {
    expect(percentText(9999, 10000)).toBe("> 99.9 %");
    expect(percentText(999_999, 1e6)).toBe("> 99.9 %");
    expect(percentText(3, 100_000)).toBe("< 0.1 %");
    expect(percentText(3, 100_000, 2)).toBe("< 0.01 %");
    expect(percentText(6, 10_000)).toBe("0.1 %");
    expect(percentText(9994, 10_000)).toBe("99.9 %");
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

  it("is whole before the decimal point", () => {
    expect(valueText(123_456_789.5)).toBe("123456790");
    expect(valueText(1_234_567_890)).toBe("1234567890");
    expect(valueText(5e9)).toBe("5e+9");
    expect(valueText(Number.NaN)).toBe("NaN");
  });
});

describe("limitText", () => {
  it("rounds nothing that was written", () => {
    expect(limitText(5.123_456_789_1)).toBe("5.1234567891");
    expect(limitText(16_000_123.25)).toBe("16000123.25");
    expect(limitText(0.1 + 0.2)).toBe("0.3");
    expect(limitText(1e-9)).toBe("1e-9");
  });
});

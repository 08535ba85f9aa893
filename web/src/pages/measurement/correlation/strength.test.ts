import { describe, expect, it } from "vitest";
import { coefficientText, strengthOf } from "@/pages/measurement/correlation/strength.ts";

const coefficient = (value: number, lower: number | null, upper: number | null) => ({
  value,
  lower,
  upper,
  p_value: null,
});

describe("strengthOf", () => {
  it("says in a word what a coefficient means", () => {
    expect(strengthOf(coefficient(0.95, 0.9, 0.97))).toBe("very_strong");
    expect(strengthOf(coefficient(-0.8, -0.9, -0.6))).toBe("strong");
    expect(strengthOf(coefficient(0.5, 0.3, 0.7))).toBe("moderate");
    expect(strengthOf(coefficient(0.3, 0.1, 0.5))).toBe("weak");
  });

  it("takes no chance for a relation", () => {
    expect(strengthOf(coefficient(0.6, -0.2, 0.9))).toBe("chance");
    expect(strengthOf(coefficient(0.05, 0.04, 0.06))).toBe("chance");
    expect(strengthOf(coefficient(1, null, null))).toBe("unknown");
  });
});

describe("coefficientText", () => {
  it("has a sign and never rounds up to 1", () => {
    expect(coefficientText(0.874)).toBe("+0.87");
    expect(coefficientText(-0.125)).toBe("−0.13");
    expect(coefficientText(0.001)).toBe("0.00");
    expect(coefficientText(0.9989)).toBe("+0.9989");
    expect(coefficientText(-0.999999)).toBe("−0.9999");
    expect(coefficientText(1)).toBe("+1.00");
  });
});

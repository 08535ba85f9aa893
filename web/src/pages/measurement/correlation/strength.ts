import type { Coefficient } from "@/pages/measurement/correlation/queries.ts";

export type Strength = "unknown" | "chance" | "weak" | "moderate" | "strong" | "very_strong";

/**
 * What a coefficient means in a word. Below 0.2 nothing is worth a word, and an interval on both sides of
 * 0 may be chance, however large the coefficient is.
 */
export function strengthOf(coefficient: Coefficient): Strength {
  const { lower, upper } = coefficient;
  if (typeof lower !== "number" || typeof upper !== "number") return "unknown";
  const size = Math.abs(coefficient.value);
  if (lower * upper <= 0 || size < 0.2) return "chance";
  if (size < 0.4) return "weak";
  if (size < 0.7) return "moderate";
  return size < 0.9 ? "strong" : "very_strong";
}

/** With its sign and two decimals: "+0.87", "−0.12"; more where two would say 1. */
export function coefficientText(value: number): string {
  const size = Math.abs(value);
  const text = size < 1 && size >= 0.995 ? size.toFixed(4).replace("1.0000", "0.9999") : size.toFixed(2);
  return Number(text) === 0 ? "0.00" : `${value < 0 ? "−" : "+"}${text}`;
}

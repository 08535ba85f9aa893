import { valueText } from "@/format/number.ts";

const DIGITS = 5;

/** A computed figure, such as a mean, with as many digits as mean something. */
export function figureText(value: number | null | undefined, unit = "", digits = DIGITS): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const text = valueText(Number(value.toPrecision(digits)));
  return unit ? `${text} ${unit}` : text;
}

/** An index such as Cpk: two places, and far beyond ten none. */
export function indexText(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (Math.abs(value) >= 1000) return value > 0 ? "> 999" : "< −999";
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2).replace("-", "−");
}

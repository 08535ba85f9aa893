import { plainText } from "@/format/number.ts";
import { significant } from "@/format/significant.ts";

const DIGITS = 5;

type Known = number | null | undefined;

/** A computed figure, such as a sigma, with as many digits as mean something. */
export function figureText(value: Known, unit = "", digits = DIGITS): string {
  return figureWithin(value, null, unit, digits);
}

/** A figure of values with a known spread, such as their mean: as fine as the spread. */
export function figureWithin(value: Known, spread: Known, unit = "", digits = DIGITS): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const text = plainText(significant(value, digits, spread));
  return unit ? `${text} ${unit}` : text;
}

/** An index such as Cpk: two places, and far beyond ten none. */
export function indexText(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (Math.abs(value) >= 1000) return value > 0 ? "> 999" : "< −999";
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2).replace("-", "−");
}

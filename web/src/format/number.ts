import { DIGITS_MAX, significant } from "@/format/significant.ts";

const WHOLE = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });

/** "12,345". */
export function countText(count: number): string {
  return WHOLE.format(count);
}

/** A share as "97.3 %"; "< 0.1 %" and "> 99.9 %" where rounding would make it nothing or all. */
export function percentText(part: number, whole: number, digits = 1): string {
  if (whole === 0) return "–";
  const smallest = 10 ** -digits;
  const percent = (100 * part) / whole;
  const rounded = Number(percent.toFixed(digits));
  if (rounded >= 100 && part < whole) return `> ${(100 - smallest).toFixed(digits)} %`;
  if (rounded <= 0 && part > 0) return `< ${smallest.toFixed(digits)} %`;
  return `${percent.toFixed(digits)} %`;
}

/** Milliseconds as "850 ms", "12 s", "3 min 05 s", "2 h 14 min". */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const two = (value: number) => String(value).padStart(2, "0");
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor(seconds / 60) % 60)} min`;
}

/** A measured value without digits that only binary arithmetic has brought. */
export function valueText(value: number, spread?: number | null): string {
  return plainText(significant(value, 8, spread));
}

/** A limit as it was written: results hang on its last digit. */
export function limitText(limit: number): string {
  return plainText(significant(limit, DIGITS_MAX));
}

/** A number that is rounded already; with an exponent where that is shorter or easier to grasp. */
export function plainText(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude === 0 || !Number.isFinite(value)) return String(value);
  const short = value.toExponential();
  if (magnitude < 1e-4) return short;
  const plain = String(value);
  return magnitude >= 1e9 && short.length < plain.length ? short : plain;
}

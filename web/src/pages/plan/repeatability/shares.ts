import { percentText } from "@/format/number.ts";

/** More of the tolerance than this needs no longer bar to be seen as far too much. */
const WIDEST = 0.6;

/** Percent of the track. */
export function barWidth(share: number): number {
  return 100 * Math.min(1, Math.max(0, share / WIDEST));
}

/** A share that may be above one: "4.3 %", "31 %", "1,250 %". */
export function shareText(share: number): string {
  const percent = 100 * share;
  if (percent > 0 && percent < 0.05) return percentText(share, 1);
  if (percent >= 1e6) return "> 1,000,000 %";
  const digits = percent < 10 ? 1 : 0;
  const text = new Intl.NumberFormat("en-GB", { maximumFractionDigits: digits }).format(percent);
  return `${text} %`;
}

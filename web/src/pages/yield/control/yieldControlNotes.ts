import { countText } from "@/format/number.ts";
import type { YieldChart } from "@/pages/yield/queries.ts";
import { texts } from "@/texts/index.ts";

/** What the picture does not say by itself. */
export function controlNotes(chart: YieldChart): string[] {
  const words = texts.yield.control;
  const remarks = chart.notes.map((note) => note.text);
  const { limits } = chart;
  if (!limits) return remarks;
  const notes = [`${foundText(chart)} ${chanceText(limits)}`, limits.why, ...remarks];
  if (chart.outside > 0) notes.push(texts.runs.history.outside(countText(chart.outside)));
  if (highest(chart).hasHigher) notes.push(words.higher);
  return notes;
}

function foundText({ limits, bucket }: YieldChart): string {
  const words = texts.yield.control;
  if (!limits) return "";
  const judged = countText(limits.judged);
  const periods = words.names[bucket](limits.judged);
  return limits.beyond === 0 ? words.foundNone(judged, periods) : words.found(limits.beyond, judged, periods);
}

/** "about 1 point in 370: 0.1 of those here". */
export function chanceText({
  marked_by_chance: share,
  judged,
}: Pick<NonNullable<YieldChart["limits"]>, "marked_by_chance" | "judged">): string {
  const words = texts.yield.control;
  if (share < 1e-5) return words.noChance;
  const here = share * judged;
  return words.chance(countText(twoDigits(1 / share)), here < 0.05 ? "hardly one" : here.toFixed(1));
}

function twoDigits(value: number): number {
  return Number(value.toPrecision(2));
}

const INTERVALS = [0.2, 0.5, 1, 2, 5, 10, 20];
const LINES_MAX = 6;

/** How high the picture must be, in percent, with round lines: for all that is judged and most limits. */
export function highest(chart: YieldChart): { top: number; interval: number; hasHigher: boolean } {
  const shares = (of: (period: YieldChart["periods"][number]) => number | null | undefined) =>
    chart.periods.flatMap((period) => {
      const share = of(period);
      return share === null || share === undefined ? [] : [share];
    });
  const uppers = shares((period) => period.upper_limit).sort((one, other) => one - other);
  const usual = uppers[Math.floor(uppers.length * 0.75)] ?? 0;
  const judged = shares((period) => (period.verdict === "too_few" ? null : period.failed.share));
  const others = shares((period) => (period.verdict === "too_few" ? period.failed.share : null));
  const wanted = 108 * Math.max(usual, ...judged, judged.length > 0 ? 0 : Math.max(0, ...others));
  const interval = INTERVALS.find((step) => wanted / step <= LINES_MAX) ?? 20;
  const top = Math.min(100, Number((Math.max(1, Math.ceil(wanted / interval)) * interval).toFixed(1)));
  return { top, interval, hasHigher: others.some((share) => 100 * share > top) };
}

import { countText, percentText } from "@/format/number.ts";
import type { YieldChart, YieldChartPeriod } from "@/pages/yield/queries.ts";
import { barTitle } from "@/runs/historyTime.ts";
import { texts } from "@/texts/index.ts";

/** Numbers and texts of ours only: the chart puts it into the page as it is. */
export function tooltipText(chart: YieldChart, period: YieldChartPeriod): string {
  const words = texts.yield.control;
  const { part, all } = period.failed;
  const ofWhat = chart.of === "units" ? words.ofUnits : words.ofTests;
  const limits = limitsText(period);
  const lines = [
    `<b>${barTitle(period, chart.bucket, chart.time_zone)}</b>`,
    `${words.share[chart.of]}: <b>${percentText(part, all)}</b> (${ofWhat(countText(part), countText(all))})`,
    ...(limits ? [`${words.limits}: <b>${limits}</b>`] : []),
    verdictText(period),
    `<i>${part > 0 ? words.clickFailed : words.click}</i>`,
  ];
  return lines.join("<br>");
}

/** "1.2 – 9.8 %". */
export function limitsText({ lower_limit: lower, upper_limit: upper }: YieldChartPeriod): string {
  if (lower === null || lower === undefined || upper === null || upper === undefined) return "";
  return `${(100 * lower).toFixed(1)} – ${(100 * upper).toFixed(1)} %`;
}

function verdictText({ verdict }: YieldChartPeriod): string {
  const words = texts.yield.control;
  switch (verdict) {
    case "above":
      return `▲ ${words.above}`;
    case "below":
      return `▼ ${words.below}`;
    case "too_few":
      return words.notJudged;
    case "within":
      return words.within;
    default:
      return words.noLimits;
  }
}

import type { EChartsOption } from "echarts";
import type { ChartColours } from "@/charts/colours.ts";
import { figureText } from "@/format/figure.ts";
import { countText } from "@/format/number.ts";
import type { Correlation } from "@/pages/measurement/correlation/queries.ts";
import { texts } from "@/texts/index.ts";

/** First value, second value, run number, and how many runs have the same two values. */
export type PairPoint = [number, number, number, number];

const LINE_ICON = "path://M0 6h14v2h-14z";

export interface PairNames {
  first: string;
  second: string;
  good: string;
  bad: string;
  notCompared: string;
  line: string;
}

/** One point for each run, and the line nearest to them. */
export function correlationOption(
  shown: Correlation,
  names: PairNames,
  colours: ChartColours,
): EChartsOption {
  const axis = {
    type: "value" as const,
    scale: true,
    boundaryGap: ["4%", "4%"] as [string, string],
    nameLocation: "middle" as const,
    nameTextStyle: { color: colours.text },
    axisLabel: { color: colours.soft, hideOverlap: true },
    axisLine: { lineStyle: { color: colours.line } },
    splitLine: { lineStyle: { color: colours.line, opacity: 0.5 } },
  };
  const points = (name: string, result: boolean | null, color: string, symbol: string) => ({
    name,
    type: "scatter" as const,
    data: pointsOf(shown, result),
    symbol,
    symbolSize: (point: PairPoint) => sizeOf(point, result === false ? 9 : 6),
    itemStyle: { color, opacity: result === false ? 0.9 : 0.5 },
    cursor: "pointer",
  });
  return {
    grid: { left: 64, right: 20, top: 34, bottom: 48 },
    legend: {
      top: 0,
      textStyle: { color: colours.text },
      itemWidth: 14,
      data: [names.good, names.notCompared, names.bad, { name: names.line, icon: LINE_ICON }],
    },
    xAxis: { ...axis, name: names.first, nameGap: 30 },
    yAxis: { ...axis, name: names.second, nameGap: 48 },
    tooltip: {
      trigger: "item",
      formatter: (item: unknown) => tooltipOf(item, shown),
    },
    series: [
      points(names.good, true, colours.series[0] ?? colours.accent, "circle"),
      points(names.notCompared, null, colours.neutral, "rect"),
      points(names.bad, false, colours.fail, "diamond"),
      {
        name: names.line,
        type: "line",
        data: lineOf(shown),
        symbol: "none",
        silent: true,
        tooltip: { show: false },
        lineStyle: { color: colours.text, width: 1.5, type: "dashed" },
        itemStyle: { color: colours.text },
      },
    ].filter((series) => series.data.length > 0) as EChartsOption["series"],
  };
}

/** Runs with the same two values are one point, the latest run's: instruments show few places. */
export function pointsOf(shown: Correlation, result: boolean | null): PairPoint[] {
  const { first, second, run_numbers, results } = shown.points;
  const points = new Map<string, PairPoint>();
  first.forEach((value, at) => {
    if ((results[at] ?? null) !== result) return;
    const other = second[at] ?? 0;
    const key = `${value} ${other}`;
    const count = (points.get(key)?.[3] ?? 0) + 1;
    points.set(key, [value, other, run_numbers[at] ?? 0, count]);
  });
  return [...points.values()];
}

function sizeOf(point: PairPoint, one: number): number {
  return one + 2 * Math.min(8, Math.log2(point[3]));
}

/** From the smallest to the largest first value; nothing without a line. */
export function lineOf(shown: Correlation): [number, number][] {
  const { line, points } = shown;
  if (!line || points.first.length < 2) return [];
  const ends = [Math.min(...points.first), Math.max(...points.first)];
  return ends.map((first) => [first, line.slope * first + line.intercept]);
}

/** Only figures and harmless units: no text of a report becomes HTML. */
function tooltipOf(item: unknown, shown: Correlation): string {
  const [first, second, , count] = (item as { data: PairPoint }).data;
  const values = `${figureText(first, "", 6)}${harmless(shown.first.unit)} · ${figureText(second, "", 6)}${harmless(shown.second.unit)}`;
  return count > 1 ? `${values}<br>${texts.correlation.sameRuns(countText(count))}` : values;
}

function harmless(unit: string): string {
  const safe = unit.replace(/[^\p{L}\p{N}%°/.²³·\- ]/gu, "");
  return safe ? ` ${safe}` : "";
}

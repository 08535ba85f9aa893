import type { CustomSeriesOption, EChartsOption, SeriesOption } from "echarts";
import type { ChartColours } from "@/charts/colours.ts";
import { axisText, shownData, tooltipLook } from "@/charts/parts.ts";
import { percentText } from "@/format/number.ts";
import { highest } from "@/pages/yield/control/yieldControlNotes.ts";
import { tooltipText } from "@/pages/yield/control/yieldControlTooltip.ts";
import type { YieldChart, YieldChartPeriod } from "@/pages/yield/queries.ts";
import { barLabel } from "@/runs/historyTime.ts";
import { texts } from "@/texts/index.ts";

const words = texts.yield.control;
/** With more points, smaller ones. */
const LARGE_POINTS_MAX = 120;
const LINE_ICON = "path://M0 4h14v2.4H0z";

export interface PeriodPoint {
  value: [index: number, percent: number];
  index: number;
  isHigher: boolean;
}

export function isPeriodPoint(data: unknown): data is PeriodPoint {
  return typeof data === "object" && data !== null && "isHigher" in data;
}

/** The points, the limits as steps around their mean, and what is beyond them in colour and shape. */
export function yieldControlOption(chart: YieldChart, colours: ChartColours): EChartsOption {
  const { periods, bucket, time_zone: zone } = chart;
  const axis = axisText(colours);
  const line = { color: colours.line };
  const { top, interval } = highest(chart);
  return {
    grid: { left: 52, right: 12, top: 34, bottom: 26 },
    legend: legendOf(chart, axis),
    tooltip: {
      trigger: "axis",
      ...tooltipLook(colours),
      formatter: (shown: unknown) => {
        const point = shownData(shown).find(isPeriodPoint);
        const period = point && periods[point.index];
        return period ? tooltipText(chart, period) : "";
      },
    },
    xAxis: {
      type: "category",
      data: periods.map((period) => barLabel(period, bucket, zone)),
      axisTick: { show: false },
      axisLine: { lineStyle: line },
      axisLabel: { ...axis, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      min: 0,
      max: top,
      interval,
      splitLine: { lineStyle: line },
      axisLabel: { ...axis, formatter: (value: number) => `${value} %` },
    },
    series: [
      limitSeries(periods, colours),
      centreSeries(chart, colours),
      pointSeries(chart, top, colours),
      ...markedSeries(chart, top, colours),
    ],
  };
}

function legendOf(chart: YieldChart, textStyle: object) {
  const has = (verdict: YieldChartPeriod["verdict"]) =>
    chart.periods.some((period) => period.verdict === verdict);
  return {
    top: 0,
    right: 0,
    itemWidth: 14,
    itemHeight: 10,
    textStyle,
    selectedMode: false as const,
    data: [
      { name: words.share[chart.of], icon: "circle" },
      ...(chart.limits ? [{ name: words.limits, icon: LINE_ICON }] : []),
      ...(has("above") ? [{ name: words.worse, icon: "triangle" }] : []),
      ...(has("below") ? [{ name: words.better, icon: DOWN }] : []),
    ],
  };
}

/** A triangle on its tip. */
const DOWN = "path://M0 0h14l-7 12z";

/** Each period has limits of its own, as wide as the period; neighbours are joined. */
function limitSeries(periods: YieldChartPeriod[], colours: ChartColours): CustomSeriesOption {
  const percent = (share: number | null | undefined) =>
    share === null || share === undefined ? Number.NaN : 100 * share;
  const data = periods.map((period, index) => {
    const before = periods[index - 1];
    return [
      index,
      percent(period.lower_limit),
      percent(period.upper_limit),
      percent(before?.lower_limit),
      percent(before?.upper_limit),
    ];
  });
  const style = { stroke: colours.accent, lineWidth: 1.4, lineDash: [4, 3], fill: "none" };
  return {
    type: "custom",
    name: words.limits,
    color: colours.accent,
    silent: true,
    clip: true,
    data,
    encode: { x: 0, y: [1, 2] },
    tooltip: { show: false },
    renderItem: (_, api) => {
      const index = Number(api.value(0));
      const size = api.size?.([1, 0]);
      const half = (Array.isArray(size) ? Number(size[0]) : 0) / 2;
      const steps = [1, 2].flatMap((dimension) => {
        const [now, before] = [Number(api.value(dimension)), Number(api.value(dimension + 2))];
        if (Number.isNaN(now)) return [];
        const [x = 0, y = 0] = api.coord([index, now]);
        const start = Number.isNaN(before) ? [] : [[x - half, api.coord([index, before])[1] ?? y]];
        const points = [...start, [x - half, y], [x + half, y]];
        return [{ type: "polyline" as const, shape: { points }, style }];
      });
      return { type: "group", children: steps };
    },
  };
}

function centreSeries({ failed, limits }: YieldChart, colours: ChartColours): SeriesOption {
  const share = limits ? failed.share : null;
  const isKnown = share !== null && share !== undefined;
  return {
    type: "line",
    color: colours.neutral,
    data: [],
    markLine: {
      silent: true,
      symbol: "none",
      animation: false,
      lineStyle: { color: colours.neutral, width: 1.4, type: "solid" },
      label: {
        formatter: isKnown ? words.centre(percentText(failed.part, failed.all)) : "",
        position: "insideStartTop",
        color: colours.soft,
        fontSize: 11,
      },
      data: isKnown ? [{ yAxis: 100 * share }] : [],
    },
  };
}

function pointSeries(chart: YieldChart, top: number, colours: ChartColours): SeriesOption {
  const hasMany = chart.periods.length > LARGE_POINTS_MAX;
  return {
    type: "line",
    name: words.share[chart.of],
    color: colours.series[0] ?? colours.accent,
    symbolSize: hasMany ? 5 : 8,
    showAllSymbol: true,
    lineStyle: { width: hasMany ? 1 : 1.6 },
    connectNulls: true,
    cursor: "pointer",
    z: 3,
    data: chart.periods.map((period, index) => {
      const point = pointOf(period, index, top);
      if (!point) return { value: [index, "-"], symbol: "none" };
      if (period.verdict !== "too_few") return { ...point, symbol: "circle" };
      const symbol = point.isHigher ? "emptyArrow" : "emptyCircle";
      return { ...point, symbol, itemStyle: { opacity: 0.6 } };
    }),
  };
}

/** Above and below differ in shape, too. */
function markedSeries(chart: YieldChart, top: number, colours: ChartColours): SeriesOption[] {
  const marks = [
    { verdict: "above", name: words.worse, color: colours.fail, symbol: "triangle" },
    { verdict: "below", name: words.better, color: colours.pass, symbol: DOWN },
  ] as const;
  return marks.flatMap(({ verdict, ...look }): SeriesOption[] => {
    const data = chart.periods.flatMap((period, index) => {
      const point = period.verdict === verdict ? pointOf(period, index, top) : null;
      return point ? [point] : [];
    });
    if (data.length === 0) return [];
    const itemStyle = { borderColor: colours.surface, borderWidth: 1.5, opacity: 1 };
    return [{ type: "scatter", ...look, symbolSize: 15, itemStyle, cursor: "pointer", z: 5, data }];
  });
}

/** A point that is not judged may be higher than the picture; it stands at its edge then. */
export function pointOf(period: YieldChartPeriod, index: number, top: number): PeriodPoint | null {
  const { share } = period.failed;
  if (share === null || share === undefined) return null;
  return { value: [index, Math.min(top, 100 * share)], index, isHigher: 100 * share > top };
}

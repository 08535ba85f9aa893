import type { EChartsOption, SeriesOption } from "echarts";
import type { ChartColours } from "@/charts/colours.ts";
import { axisText, tooltipLook } from "@/charts/parts.ts";
import { figureText, figureWithin } from "@/format/figure.ts";
import { dayText } from "@/format/instant.ts";
import {
  type ChartPoint,
  chartedPoints,
  chartPoints,
  failedPoints,
  limitSteps,
  markedPoints,
  timeNear,
} from "@/pages/measurement/control/chartPoints.ts";
import { countIn, type Stretch } from "@/pages/measurement/control/closer.ts";
import { tooltipText } from "@/pages/measurement/control/controlTooltip.ts";
import type { ControlChart, Series } from "@/pages/measurement/queries.ts";
import { type Scale, scaleOf } from "@/pages/measurement/scale.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.control;
/** Beyond so many points their symbols would be a band. */
const SYMBOLS_MAX = 400;
const LINE_TEXT_SIZE = 11;
/** Of its height, on average. */
const WIDTH_OF_LETTER = 0.58;

type Lines = NonNullable<ControlChart["lines"]>;

/** What must be in the picture, and the limits when they are near. */
export function controlScale(series: Series): Scale | undefined {
  const { chart } = series;
  const lower = chart.lower_points?.values ?? [];
  const lines = chart.lines ? [chart.lines.lower, chart.lines.upper] : [];
  const isOfValues = chart.kind !== "cusum";
  const limits = isOfValues
    ? series.limits.periods.flatMap((period) =>
        period.limits?.kind === "inside" ? [period.limits.lower, period.limits.upper] : [],
      )
    : [];
  return scaleOf([...chartedPoints(series).values, ...lower, ...lines], limits);
}

/** The points with their control limits above, the spread below, in the order of time; `seen` of them. */
export function controlOption(series: Series, colours: ChartColours, seen?: Stretch): EChartsOption {
  const { chart } = series;
  const points = chartPoints(chartedPoints(series));
  const scale = controlScale(series);
  const hasSpread = Boolean(chart.spread);
  const { positions, total } = chartedPoints(series);
  const inSight = seen ? countIn(positions, seen) : positions.length;
  // A line of limits stays when both its ends are out of sight.
  const zoom = { xAxisIndex: hasSpread ? [0, 1] : [0], filterMode: "none" as const };
  const right = lineTextsWidth(series);
  return {
    grid: hasSpread
      ? [
          { left: 8, right, top: 40, height: "52%", containLabel: true },
          { left: 8, right, top: "72%", bottom: 50, containLabel: true },
        ]
      : [{ left: 8, right, top: 40, bottom: 50, containLabel: true }],
    legend: {
      top: 0,
      left: 0,
      itemWidth: 14,
      itemHeight: 10,
      textStyle: axisText(colours),
      data: legendOf(series),
    },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "line", lineStyle: { color: colours.soft, type: "dotted" } },
      ...tooltipLook(colours),
      formatter: (shown: unknown) => tooltipText(shown, series),
    },
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    xAxis: axesX(points, total, hasSpread, colours),
    yAxis: axesY(scale, series, colours),
    dataZoom: [
      { ...zoom, type: "inside", zoomOnMouseWheel: "ctrl" },
      {
        ...zoom,
        type: "slider",
        height: 22,
        bottom: 6,
        borderColor: colours.line,
        textStyle: axisText(colours),
        labelFormatter: (position: number) => dayNear(points, position),
      },
    ],
    series: [
      ...pointSeries(series, points, inSight <= SYMBOLS_MAX, colours),
      ...limitSeries(series, colours),
      ...spreadSeries(series, colours),
    ],
  };
}

function axesX(points: ChartPoint[], total: number, hasSpread: boolean, colours: ChartColours) {
  const axis = (gridIndex: number, isLast: boolean) => ({
    type: "value" as const,
    gridIndex,
    min: 1,
    max: Math.max(total, 2),
    minInterval: 1,
    axisLine: { lineStyle: { color: colours.line }, onZero: false },
    axisTick: { show: isLast },
    splitLine: { show: false },
    axisLabel: {
      ...axisText(colours),
      show: isLast,
      hideOverlap: true,
      showMaxLabel: false,
      formatter: (position: number) => dayNear(points, position),
    },
  });
  return hasSpread ? [axis(0, false), axis(1, true)] : [axis(0, true)];
}

function dayNear(points: ChartPoint[], position: number): string {
  const time = timeNear(points, position);
  return time ? dayText(time).slice(0, 6) : "";
}

function axesY(scale: Scale | undefined, series: Series, colours: ChartColours) {
  const unit = series.measurement.unit;
  const look = {
    type: "value" as const,
    nameTextStyle: { ...axisText(colours), align: "left" as const },
    splitLine: { lineStyle: { color: colours.line } },
    axisLabel: {
      ...axisText(colours),
      showMinLabel: false,
      showMaxLabel: false,
    },
  };
  const range = scale && scale.max - scale.min;
  const formatter = (value: number) => figureWithin(value, range);
  const main = {
    ...look,
    axisLabel: { ...look.axisLabel, formatter },
    gridIndex: 0,
    min: scale?.min,
    max: scale?.max,
    scale: true,
  };
  const { spread } = series.chart;
  if (!spread) return [main];
  const name = `${words.spread[spread.measure]}${unit ? ` (${unit})` : ""}`;
  const axisLabel = { ...look.axisLabel, formatter: (value: number) => figureText(value) };
  return [main, { ...look, axisLabel, gridIndex: 1, min: 0, name, nameGap: 8, splitNumber: 2 }];
}

function pointSeries(
  series: Series,
  points: ChartPoint[],
  showSymbol: boolean,
  colours: ChartColours,
): SeriesOption[] {
  const { chart } = series;
  const name = nameOf(chart);
  const line = {
    type: "line" as const,
    symbol: "circle",
    symbolSize: 4,
    showSymbol,
    lineStyle: { width: 1.2 },
    cursor: "pointer",
    triggerLineEvent: true,
  };
  const all: SeriesOption[] = [
    { ...line, name, color: colours.series[0], data: points, markLine: linesOf(chart.lines, colours) },
  ];
  if (chart.lower_points) {
    const data = chartPoints(chart.lower_points);
    all.push({ ...line, name: words.lowerSum, color: colours.series[2], data });
  }
  const dots = { type: "scatter" as const, cursor: "pointer", z: 4 };
  if (chart.kind === "individuals") {
    const data = failedPoints(series.points);
    if (data.length > 0)
      all.push({ ...dots, name: words.failed, color: colours.fail, symbol: "diamond", symbolSize: 9, data });
  }
  if (chart.violations.length > 0) {
    const ring = { color: "transparent", borderColor: colours.series[5], borderWidth: 2 };
    const data = markedPoints(chart);
    all.push({
      ...dots,
      name: words.marked,
      symbolSize: 11,
      itemStyle: ring,
      data,
      color: colours.series[5],
    });
  }
  return all;
}

/** What is a line is one in the legend, too. */
const LINE_ICON = "path://M0 4h14v2.4H0z";

function legendOf(series: Series) {
  const { chart } = series;
  const lines = [
    nameOf(chart),
    words.lowerSum,
    words.limit,
    ...(chart.spread ? [words.spread[chart.spread.measure]] : []),
  ];
  return [
    ...lines.map((name) => ({ name, icon: LINE_ICON })),
    { name: words.failed, icon: "diamond" },
    { name: words.marked, icon: "circle" },
  ];
}

function nameOf(chart: ControlChart): string {
  if (chart.kind === "mean_range" || chart.kind === "mean_sigma") return words.means;
  if (chart.kind === "ewma") return words.ewma;
  return chart.kind === "cusum" ? words.upperSum : words.values;
}

/** Room beside the chart for what its lines are called, in pixels. */
function lineTextsWidth({ chart }: Series): number {
  const { lines, spread } = chart;
  const ofValues = lines
    ? [
        lineText(words.upper, lines.upper, lines),
        lineText(words.centre, lines.centre, lines),
        lineText(words.lower, lines.lower, lines),
      ]
    : [];
  const ofSpread = spread ? [lineText(words.upper, spread.lines.upper, spread.lines)] : [];
  const longest = Math.max(0, ...[...ofValues, ...ofSpread].map((text) => text.length));
  return 16 + longest * LINE_TEXT_SIZE * WIDTH_OF_LETTER;
}

function lineText(name: string, value: number, lines: Lines): string {
  return `${name} ${figureWithin(value, lines.upper - lines.lower)}`;
}

function linesOf(lines: Lines | null | undefined, colours: ChartColours) {
  if (!lines) return undefined;
  const look = { color: colours.accent, type: "dashed" as const, width: 1.2 };
  const label = (text: string, value: number) => ({
    formatter: lineText(text, value, lines),
    color: colours.accent,
    fontSize: LINE_TEXT_SIZE,
    position: "end" as const,
    distance: 4,
  });
  return {
    silent: true,
    symbol: "none",
    animation: false,
    data: [
      { yAxis: lines.upper, lineStyle: look, label: label(words.upper, lines.upper) },
      {
        yAxis: lines.centre,
        lineStyle: { ...look, type: "solid" as const },
        label: label(words.centre, lines.centre),
      },
      { yAxis: lines.lower, lineStyle: look, label: label(words.lower, lines.lower) },
    ],
  };
}

function limitSeries(series: Series, colours: ChartColours): SeriesOption[] {
  const { chart } = series;
  if (chart.kind === "cusum" || chart.kind === "mean_range" || chart.kind === "mean_sigma") return [];
  return (["lower", "upper"] as const).flatMap((side) => {
    const data = limitSteps(series, side);
    if (data.every(([, limit]) => limit === null)) return [];
    return [
      {
        type: "line" as const,
        name: words.limit,
        color: colours.fail,
        data,
        silent: true,
        showSymbol: false,
        symbol: "none",
        lineStyle: { width: 1.5, opacity: 0.75 },
        z: 1,
      },
    ];
  });
}

function spreadSeries(series: Series, colours: ChartColours): SeriesOption[] {
  const { spread } = series.chart;
  if (!spread) return [];
  return [
    {
      type: "line",
      name: words.spread[spread.measure],
      xAxisIndex: 1,
      yAxisIndex: 1,
      color: colours.neutral,
      data: chartPoints(spread.points),
      showSymbol: false,
      lineStyle: { width: 1 },
      cursor: "pointer",
      triggerLineEvent: true,
      markLine: spreadLine(spread.lines, colours),
    },
  ];
}

function spreadLine(lines: Lines, colours: ChartColours) {
  return {
    silent: true,
    symbol: "none",
    data: [
      {
        yAxis: lines.upper,
        lineStyle: { color: colours.accent, type: "dashed" as const, width: 1.2 },
        label: {
          formatter: lineText(words.upper, lines.upper, lines),
          color: colours.accent,
          fontSize: LINE_TEXT_SIZE,
          position: "end" as const,
        },
      },
    ],
  };
}

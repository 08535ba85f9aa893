import type { CustomSeriesRenderItem, EChartsOption } from "echarts";
import type { ChartColours } from "@/charts/colours.ts";
import { escaped } from "@/charts/html.ts";
import { axisText, shownData, tooltipLook } from "@/charts/parts.ts";
import { figureWithin } from "@/format/figure.ts";
import { countText, limitText, percentText } from "@/format/number.ts";
import type { Histogram, Series, TriedLimits } from "@/pages/measurement/queries.ts";
import { rangeOf } from "@/pages/measurement/rangeOf.ts";
import { scaleOf } from "@/pages/measurement/scale.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.histogram;

/** From, to and how many. */
type BinDatum = [number, number, number];

/** Bars of one width with the limits, the limits that are tried, and a normal curve. */
export function histogramOption(
  series: Series,
  histogram: Histogram,
  tried: TriedLimits,
  colours: ChartColours,
): EChartsOption {
  const scale = histogramScale(series, histogram, tried);
  const unit = series.measurement.unit;
  return {
    grid: { left: 8, right: 16, top: 44, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: axisText(colours) },
    tooltip: {
      trigger: "item",
      ...tooltipLook(colours),
      formatter: (shown: unknown) => tooltip(shown, series.statistics.count, unit),
    },
    xAxis: {
      type: "value",
      min: scale?.min,
      max: scale?.max,
      name: unit,
      nameLocation: "end",
      nameGap: 4,
      nameTextStyle: axisText(colours),
      splitLine: { show: false },
      axisLine: { lineStyle: { color: colours.line }, onZero: false },
      axisLabel: {
        ...axisText(colours),
        hideOverlap: true,
        showMinLabel: false,
        showMaxLabel: false,
        formatter: (value: number) => figureWithin(value, scale && scale.max - scale.min),
      },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...axisText(colours), formatter: (value: number) => countText(value) },
    },
    series: [bars(series, histogram, tried, colours), ...curve(histogram, colours)],
  };
}

export function histogramScale(series: Series, histogram: Histogram, tried: TriedLimits) {
  const { lower, upper } = rangeOf(series.limits.current);
  const edges = [histogram.edges[0] ?? 0, histogram.edges.at(-1) ?? 0];
  return scaleOf(edges, [lower, upper, tried.lower, tried.upper]);
}

function bars(series: Series, histogram: Histogram, tried: TriedLimits, colours: ChartColours) {
  const data = histogram.counts.map(
    (count, at): BinDatum => [histogram.edges[at] ?? 0, histogram.edges[at + 1] ?? 0, count],
  );
  return {
    type: "custom" as const,
    name: words.values,
    color: colours.series[0],
    data,
    encode: { x: [0, 1], y: 2 },
    renderItem: drawBar,
    markLine: { silent: true, symbol: "none", data: verticals(series, tried, colours) },
  };
}

/** A bar, and all above it to be clicked: a bar of one value is but a line. */
const drawBar: CustomSeriesRenderItem = (params, api) => {
  const [left = 0, top = 0] = api.coord([api.value(0), api.value(2)]);
  const [right = 0, bottom = 0] = api.coord([api.value(1), 0]);
  const gap = right - left > 4 ? 1 : 0;
  const { y, height } = params.coordSys as unknown as { y: number; height: number };
  const bar = {
    type: "rect" as const,
    shape: { x: left + gap / 2, y: top, width: Math.max(right - left - gap, 0.5), height: bottom - top },
    style: { fill: api.visual("color") },
    emphasis: { style: { opacity: 0.8 } },
  };
  if (Number(api.value(2)) === 0) return bar;
  const column = {
    type: "rect" as const,
    shape: { x: left, y, width: right - left, height },
    invisible: true,
  };
  return { type: "group", children: [column, bar] };
};

function verticals(series: Series, tried: TriedLimits, colours: ChartColours) {
  const { lower, upper } = rangeOf(series.limits.current);
  const line = (value: number | null | undefined, name: string, color: string, type: "solid" | "dashed") =>
    typeof value === "number"
      ? [
          {
            xAxis: value,
            lineStyle: { color, type, width: 1.6 },
            label: { formatter: `${name}\n${limitText(value)}`, color, fontSize: 11, lineHeight: 13 },
          },
        ]
      : [];
  return [
    ...line(lower, words.lower, colours.fail, "solid"),
    ...line(upper, words.upper, colours.fail, "solid"),
    ...line(tried.lower, words.tried, colours.accent, "dashed"),
    ...line(tried.upper, words.tried, colours.accent, "dashed"),
  ];
}

function curve(histogram: Histogram, colours: ChartColours) {
  const { normal, edges } = histogram;
  if (!normal) return [];
  const data = normal.map((count, at) => [((edges[at] ?? 0) + (edges[at + 1] ?? 0)) / 2, count]);
  return [
    {
      type: "line" as const,
      name: words.normal,
      color: colours.series[1],
      data,
      smooth: true,
      showSymbol: false,
      silent: true,
      lineStyle: { width: 2 },
      z: 3,
    },
  ];
}

function tooltip(shown: unknown, all: number, unit: string): string {
  const datum = shownData(shown)[0];
  if (!Array.isArray(datum) || datum.length < 3) return "";
  const [from, to, count] = datum as BinDatum;
  const range = escaped(`${words.bin(figureWithin(from, to - from), figureWithin(to, to - from))} ${unit}`);
  const click = count > 0 ? `<br><i>${words.click}</i>` : "";
  return `${range}<br><b>${words.count(countText(count), percentText(count, all))}</b>${click}`;
}

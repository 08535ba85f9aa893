import type { EChartsOption } from "echarts";
import type { ChartColours } from "@/charts/colours.ts";
import { valueText } from "@/format/number.ts";
import type { RunChart } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";

const t = texts.run.chart;
const POINTS_WITH_SYMBOLS_MAX = 60;

/** What can be drawn of a chart: a logarithmic axis has no place for zero and below. */
export interface DrawableChart {
  x: "value" | "log";
  y: "value" | "log";
  series: { name: string; points: [number, number][] }[];
  notPositive: number;
  pointCount: number;
}

export function drawable(chart: RunChart): DrawableChart {
  const isLogX = chart.kind === "line_log_x" || chart.kind === "log_x_y";
  const isLogY = chart.kind === "line_log_y" || chart.kind === "log_x_y";
  let notPositive = 0;
  let pointCount = 0;
  const series = chart.series.map((one, index) => {
    const points: [number, number][] = [];
    one.x.forEach((x, at) => {
      const y = one.y[at];
      if (y === undefined) return;
      if ((isLogX && x <= 0) || (isLogY && y <= 0)) notPositive += 1;
      else points.push([x, y]);
    });
    pointCount += points.length;
    return { name: one.name ?? t.series(index + 1), points };
  });
  return { x: isLogX ? "log" : "value", y: isLogY ? "log" : "value", series, notPositive, pointCount };
}

export function chartOption(chart: RunChart, drawn: DrawableChart, colours: ChartColours): EChartsOption {
  const hasLegend = drawn.series.length > 1 || Boolean(chart.series[0]?.name);
  const axis = (type: "value" | "log", name: string | null | undefined) => ({
    type,
    name: name ?? undefined,
    scale: true,
    nameLocation: "middle" as const,
    nameTextStyle: { color: colours.soft },
    axisLabel: { color: colours.soft, formatter: (value: number) => valueText(value), hideOverlap: true },
    axisLine: { show: true, lineStyle: { color: colours.line } },
    splitLine: { lineStyle: { color: colours.line, opacity: 0.6 } },
  });
  return {
    color: colours.series,
    textStyle: { color: colours.text },
    grid: { left: 56, right: 24, top: hasLegend ? 36 : 16, bottom: 84 },
    legend: hasLegend
      ? { type: "scroll", top: 0, textStyle: { color: colours.text }, pageTextStyle: { color: colours.text } }
      : undefined,
    tooltip: {
      trigger: "axis",
      confine: true,
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.text },
      valueFormatter: (value) => (typeof value === "number" ? valueText(value) : String(value)),
    },
    xAxis: { ...axis(drawn.x, chart.x_label), nameGap: 26 },
    yAxis: { ...axis(drawn.y, chart.y_label), nameGap: 42 },
    dataZoom: [
      { type: "inside", filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false },
      {
        type: "slider",
        filterMode: "none",
        height: 18,
        bottom: 8,
        borderColor: colours.line,
        textStyle: { color: colours.soft },
        labelFormatter: (value: number) => valueText(value),
      },
    ],
    series: drawn.series.map((one) => ({
      type: "line",
      name: one.name,
      data: one.points,
      showSymbol: one.points.length <= POINTS_WITH_SYMBOLS_MAX,
      symbolSize: 5,
      lineStyle: { width: 1.8 },
      emphasis: { focus: "series" },
    })),
  };
}

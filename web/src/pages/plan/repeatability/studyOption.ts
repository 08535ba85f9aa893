import type { EChartsOption } from "echarts";
import type { ChartColours } from "@/charts/colours.ts";
import { escaped } from "@/charts/html.ts";
import { axisText, tooltipLook } from "@/charts/parts.ts";
import { valueText } from "@/format/number.ts";
import { texts } from "@/texts/index.ts";
import type { RepeatStudy } from "./queries.ts";

const words = texts.repeatability.study;
const SYMBOLS = ["circle", "diamond", "triangle", "rect", "pin", "roundRect", "arrow"] as const;

/** Column of the unit, value, run number. */
type Point = [number, number, number];

/** One column per unit, its values as points, by stand told apart by colour and shape. */
export function studyOption(study: RepeatStudy, colours: ChartColours): EChartsOption {
  const serials = study.units.map((unit) => unit.serial);
  const { limits, measurement } = study.measurement;
  const marks = [limits?.lower, limits?.upper].flatMap((limit) => (limit == null ? [] : [limit]));
  return {
    grid: { left: 8, right: marks.length > 0 ? 64 : 16, top: 36, bottom: 4, containLabel: true },
    legend: { top: 0, right: 0, type: "scroll", textStyle: axisText(colours) },
    tooltip: {
      trigger: "item",
      ...tooltipLook(colours),
      formatter: (shown: unknown) => tooltipText(study, shown),
    },
    xAxis: {
      type: "category",
      data: serials,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...axisText(colours), hideOverlap: true, rotate: serials.length > 8 ? 45 : 0 },
    },
    yAxis: {
      type: "value",
      scale: true,
      name: measurement.unit,
      nameTextStyle: { ...axisText(colours), align: "left" },
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...axisText(colours), formatter: (value: number) => valueText(value) },
    },
    series: pointsByStand(study).map(([stand, points], index) => ({
      type: "scatter",
      name: stand || words.noStand,
      data: points,
      symbol: SYMBOLS[index % SYMBOLS.length],
      symbolSize: 9,
      color: colours.series[index % colours.series.length],
      cursor: "pointer",
      markLine:
        index > 0 || marks.length === 0
          ? undefined
          : {
              silent: true,
              precision: 12,
              symbol: "none",
              lineStyle: { color: colours.fail, type: "dashed" },
              label: {
                formatter: ({ value }: { value: unknown }) => valueText(Number(value)),
                color: colours.soft,
              },
              data: marks.map((limit) => ({ yAxis: limit })),
            },
    })),
  };
}

/** The points of each stand, in the order of the stands' names. */
export function pointsByStand(study: Pick<RepeatStudy, "units">): [string, Point[]][] {
  const stands = new Map<string, Point[]>();
  study.units.forEach((unit, column) => {
    for (const { stand, value, run_number } of unit.values) {
      const points = stands.get(stand.label) ?? [];
      points.push([column, value, run_number]);
      stands.set(stand.label, points);
    }
  });
  return [...stands].sort(([one], [other]) => one.localeCompare(other, "en", { numeric: true }));
}

/** The run behind a point, by number. */
export function runOf(data: unknown): number | undefined {
  return Array.isArray(data) && typeof data[2] === "number" ? data[2] : undefined;
}

function tooltipText(study: RepeatStudy, shown: unknown): string {
  if (typeof shown !== "object" || shown === null || !("data" in shown) || !Array.isArray(shown.data))
    return "";
  const [column, value] = shown.data as Point;
  const unit = study.units[column];
  const stand = "seriesName" in shown ? String(shown.seriesName) : "";
  const figure = `${valueText(value)} ${study.measurement.measurement.unit}`;
  return `${words.serial} <b>${escaped(unit?.serial ?? "")}</b><br><b>${escaped(figure)}</b><br>${escaped(stand)}`;
}

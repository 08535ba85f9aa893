import type { EChartsOption, SeriesOption } from "echarts";
import type { ChartColours } from "@/charts/colours.ts";
import { escaped } from "@/charts/html.ts";
import { axisText, shownData, tooltipLook } from "@/charts/parts.ts";
import { figureText, figureWithin, indexText } from "@/format/figure.ts";
import { countText, limitText, percentText } from "@/format/number.ts";
import { groupName } from "@/pages/measurement/groups/groupName.ts";
import type { SeriesGroup, SeriesGroups } from "@/pages/measurement/queries.ts";
import { rangeOf } from "@/pages/measurement/rangeOf.ts";
import { type Scale, scaleOf } from "@/pages/measurement/scale.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.groups;
const CURVES_MAX = 8;

/** Groups with so few values are drawn pale. */
export const FEW_VALUES = 30;

export function boxesScale(shown: SeriesGroups): Scale | undefined {
  const boxes = shown.groups.flatMap(({ figures }) =>
    figures.quartiles ? [figures.quartiles.lower_whisker, figures.quartiles.upper_whisker] : [],
  );
  const { lower, upper } = rangeOf(shown.limits);
  return scaleOf(boxes, [lower, upper]);
}

export function curvesScale({ edges, limits }: SeriesGroups): Scale | undefined {
  const { lower, upper } = rangeOf(limits);
  return scaleOf([edges[0] ?? 0, edges.at(-1) ?? 0], [lower, upper]);
}

/** One box below the other on one scale, with the limits across all of them. */
export function boxesOption(shown: SeriesGroups, unit: string, colours: ChartColours): EChartsOption {
  const scale = boxesScale(shown);
  const names = shown.groups.map((group) => groupName(group, shown.by));
  const data = shown.groups.map((group) => boxOf(group, colours));
  return {
    grid: { left: 8, right: 24, top: 30, bottom: 8, containLabel: true },
    tooltip: {
      trigger: "item",
      ...tooltipLook(colours),
      formatter: (point: unknown) => boxTooltip(point, shown, unit),
    },
    xAxis: valueAxis(unit, scale, colours),
    yAxis: {
      type: "category",
      inverse: true,
      data: names,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...axisText(colours), color: colours.text, width: 150, overflow: "truncate" },
    },
    series: [
      {
        type: "boxplot",
        layout: "vertical",
        boxWidth: [8, 26],
        data,
        // Names go from top to bottom, so a line begins at the top; at its end are the numbers of the axis.
        markLine: limitLines(shown, "start", colours),
      } as SeriesOption,
    ],
  };
}

function boxOf(group: SeriesGroup, colours: ChartColours) {
  const { quartiles, count } = group.figures;
  const colour = colours.series[0] ?? colours.accent;
  const opacity = count < FEW_VALUES ? 0.45 : 1;
  const value = quartiles
    ? [
        quartiles.lower_whisker,
        quartiles.lower_quartile,
        quartiles.median,
        quartiles.upper_quartile,
        quartiles.upper_whisker,
      ]
    : [];
  return {
    value,
    itemStyle: { color: `${colour}33`, borderColor: colour, borderWidth: 1.6, opacity },
    group,
  };
}

/** The shares of the values in each bin, one line for each group. */
export function curvesOption(shown: SeriesGroups, unit: string, colours: ChartColours): EChartsOption {
  const { edges } = shown;
  const scale = curvesScale(shown);
  const lines = shown.groups.slice(0, CURVES_MAX).map(
    (group, at): SeriesOption => ({
      type: "line",
      name: groupName(group, shown.by),
      step: "start",
      color: colours.series[at % colours.series.length],
      lineStyle: { width: 2, type: at % 2 === 0 ? "solid" : "dashed" },
      showSymbol: false,
      data: curveOf(group, edges),
      ...(at === 0 ? { markLine: limitLines(shown, "end", colours) } : {}),
    }),
  );
  return {
    grid: { left: 8, right: 24, top: 58, bottom: 8, containLabel: true },
    legend: { type: "plain", top: 0, left: 0, itemWidth: 18, itemHeight: 10, textStyle: axisText(colours) },
    tooltip: {
      trigger: "axis",
      ...tooltipLook(colours),
      valueFormatter: (share) => percentText(Number(share), 1),
    },
    xAxis: valueAxis(unit, scale, colours),
    yAxis: {
      type: "value",
      name: words.share,
      nameTextStyle: { ...axisText(colours), align: "left" },
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...axisText(colours), formatter: (share: number) => `${figureText(100 * share)} %` },
    },
    series: lines,
  };
}

/** A step up to the upper edge of each bin, without the outliers at both ends; begins and ends on the ground. */
export function curveOf(group: SeriesGroup, edges: number[]): [number, number][] {
  const counts = group.figures.counts.slice(1, -1);
  const all = Math.max(1, group.figures.count);
  const first: [number, number] = [edges[0] ?? 0, 0];
  const steps = counts.map((count, at): [number, number] => [edges[at + 1] ?? 0, count / all]);
  return [first, ...steps, [edges.at(-1) ?? 0, 0]];
}

function valueAxis(unit: string, scale: Scale | undefined, colours: ChartColours) {
  return {
    type: "value" as const,
    min: scale?.min,
    max: scale?.max,
    name: unit,
    nameGap: 4,
    nameTextStyle: axisText(colours),
    splitLine: { lineStyle: { color: colours.line } },
    axisLabel: {
      ...axisText(colours),
      hideOverlap: true,
      showMinLabel: false,
      showMaxLabel: false,
      formatter: (value: number) => figureWithin(value, scale && scale.max - scale.min),
    },
  };
}

function limitLines(shown: SeriesGroups, position: "start" | "end", colours: ChartColours) {
  const { lower, upper } = rangeOf(shown.limits);
  const line = (value: number | undefined) =>
    typeof value === "number"
      ? [
          {
            xAxis: value,
            lineStyle: { color: colours.fail, type: "solid" as const, width: 1.5 },
            label: { position, formatter: limitText(value), color: colours.fail, fontSize: 11 },
          },
        ]
      : [];
  return { silent: true, symbol: "none", data: [...line(lower), ...line(upper)] };
}

function boxTooltip(point: unknown, shown: SeriesGroups, unit: string): string {
  const datum = shownData(point)[0];
  if (typeof datum !== "object" || datum === null || !("group" in datum)) return "";
  const group = datum.group as SeriesGroup;
  const { figures } = group;
  const lines = [
    [words.values, countText(figures.count)],
    [words.mean, figureWithin(figures.mean, figures.sigma_overall, unit)],
    [words.sigma, figureText(figures.sigma_overall, unit, 3)],
    [words.ppk, indexText(figures.ppk?.value)],
  ];
  const outliers = figures.quartiles?.outliers ?? 0;
  const more = outliers > 0 ? `<br>${words.outliers(countText(outliers))}` : "";
  const few = figures.count < FEW_VALUES ? `<br><i>${words.few}</i>` : "";
  const text = lines.map(([name, value]) => `${name}: <b>${escaped(value ?? "")}</b>`).join("<br>");
  return `<b>${escaped(groupName(group, shown.by))}</b><br>${text}${more}${few}`;
}

import type { EChartsOption } from "echarts";
import { groupLabel } from "@/analysis/narrow.ts";
import type { ChartColours } from "@/charts/colours.ts";
import { escapedText } from "@/charts/escapedText.ts";
import { axisText, shownIndex, tooltipLook } from "@/charts/parts.ts";
import type { YieldGroup, YieldGroups } from "@/pages/yield/queries.ts";
import { intervalText, isUncertain, ofUnitsText, shareText } from "@/pages/yield/shareText.ts";
import { texts } from "@/texts/index.ts";

/** More would be a table again. */
const SHOWN_MAX = 15;
const LABEL_CHARACTERS = 28;

/** Groups whose yield can be told, in the order of the table. */
export function shownGroups(groups: YieldGroups): YieldGroup[] {
  return groups.groups.filter((group) => group.units > 0).slice(0, SHOWN_MAX);
}

export function nameOf(groups: YieldGroups, group: YieldGroup): string {
  return groups.by
    .map((by, index) => (group.names[index] ? groupLabel(by, group.names[index]) : ""))
    .join(" · ");
}

/** Dots with whiskers, the first group on top. */
export function yieldGroupsOption(groups: YieldGroups, colours: ChartColours): EChartsOption {
  const words = texts.yield.groups;
  const shown = shownGroups(groups);
  const names = shown.map((group) => nameOf(groups, group));
  const axis = axisText(colours);
  const main = colours.series[0] ?? colours.accent;
  const percent = (value: number | null | undefined) => 100 * (value ?? 0);
  const all = groups.all.first_pass.share;
  const weak = (group: YieldGroup) => (isUncertain(group.first_pass) ? 0.45 : 1);
  const lowest = Math.min(...shown.map((group) => percent(group.first_pass.lower)));
  return {
    grid: { left: 4, right: 20, top: 6, bottom: 4, containLabel: true },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      ...tooltipLook(colours),
      formatter: (items: unknown) => {
        const index = shownIndex(items);
        const group = shown[index];
        return group ? tooltipText(group, names[index] ?? "") : "";
      },
    },
    xAxis: {
      type: "value",
      min: Math.max(0, Math.floor(lowest / 10) * 10),
      max: 100,
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...axis, formatter: (value: number) => `${value} %` },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: names,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...axis, color: colours.text, formatter: shortened },
    },
    series: [
      {
        type: "bar",
        stack: "interval",
        silent: true,
        barWidth: 4,
        itemStyle: { color: "transparent" },
        data: shown.map((group) => percent(group.first_pass.lower)),
      },
      {
        type: "bar",
        stack: "interval",
        name: words.interval,
        barWidth: 4,
        cursor: "pointer",
        data: shown.map((group) => ({
          value: percent(group.first_pass.upper) - percent(group.first_pass.lower),
          itemStyle: { color: main, opacity: 0.35 * weak(group), borderRadius: 2 },
        })),
      },
      {
        type: "scatter",
        name: texts.yield.firstPass,
        symbolSize: 11,
        z: 3,
        cursor: "pointer",
        data: shown.map((group) => ({
          value: percent(group.first_pass.share),
          symbol: isUncertain(group.first_pass) ? "emptyCircle" : "circle",
          itemStyle: { color: main, opacity: weak(group) },
        })),
        markLine:
          all === null || all === undefined
            ? undefined
            : {
                silent: true,
                symbol: "none",
                lineStyle: { color: colours.soft, type: "dashed" },
                label: { show: false },
                data: [{ xAxis: 100 * all }],
              },
      },
    ],
  };
}

function shortened(name: string): string {
  return name.length > LABEL_CHARACTERS ? `${name.slice(0, LABEL_CHARACTERS - 1)}…` : name;
}

/** The chart puts it into the page as it is, and names come from reports. */
function tooltipText(group: YieldGroup, name: string): string {
  const of = group.first_pass;
  const lines = [
    [texts.yield.firstPass, shareText(of)],
    [texts.yield.groups.interval, intervalText(of)],
    [texts.yield.units, ofUnitsText(of)],
    [texts.yield.testReport, shareText(group.test_report)],
  ];
  const rows = lines.map(([label, value]) => `${label}: <b>${value}</b>`);
  return `<b>${escapedText(name)}</b><br>${rows.join("<br>")}`;
}

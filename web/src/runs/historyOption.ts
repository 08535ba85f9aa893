import type { EChartsOption } from "echarts";
import type { ChartColours } from "@/charts/colours.ts";
import { axisText, shownIndex, tooltipLook } from "@/charts/parts.ts";
import { countText, percentText } from "@/format/number.ts";
import { barLabel, barTitle } from "@/runs/historyTime.ts";
import type { History, HistoryBar } from "@/runs/queries.ts";
import { texts } from "@/texts/index.ts";

/** Stacked bars: passed below, failed above, what was no test on top. */
export function historyOption(history: History, colours: ChartColours): EChartsOption {
  const words = texts.runs.history;
  const { bars, bucket, time_zone: zone } = history;
  const axis = axisText(colours);
  const series = (name: string, color: string, count: (bar: HistoryBar) => number) => ({
    type: "bar" as const,
    name,
    stack: "runs",
    color,
    barMaxWidth: 56,
    barCategoryGap: "22%",
    data: bars.map(count),
    cursor: "pointer",
  });
  return {
    grid: { left: 4, right: 8, top: 34, bottom: 2, containLabel: true },
    legend: { top: 0, right: 0, itemWidth: 12, itemHeight: 12, textStyle: axis, selectedMode: true },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      ...tooltipLook(colours),
      formatter: (shown: unknown) => {
        const bar = bars[shownIndex(shown)];
        return bar ? tooltipText(bar, barTitle(bar, bucket, zone)) : "";
      },
    },
    xAxis: {
      type: "category",
      data: bars.map((bar) => barLabel(bar, bucket, zone)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...axis, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...axis, formatter: (value: number) => countText(value) },
    },
    series: [
      series(words.passed, colours.pass, (bar) => bar.passed),
      series(words.notPassed, colours.fail, (bar) => bar.not_passed),
      series(words.notATest, colours.neutral, (bar) => bar.not_a_test),
    ],
  };
}

/** Numbers and texts of ours only: the chart puts it into the page as it is. */
function tooltipText(bar: HistoryBar, title: string): string {
  const words = texts.runs.history;
  const rate = percentText(bar.passed, bar.passed + bar.not_passed);
  const lines = [
    [words.passed, countText(bar.passed)],
    [words.notPassed, countText(bar.not_passed)],
    ...(bar.not_a_test > 0 ? [[words.notATest, countText(bar.not_a_test)]] : []),
    [words.passRate, rate],
  ];
  return `<b>${title}</b><br>${lines.map(([name, value]) => `${name}: <b>${value}</b>`).join("<br>")}`;
}

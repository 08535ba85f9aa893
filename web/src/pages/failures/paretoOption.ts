import type { EChartsOption } from "echarts";
import type { ChartColours } from "@/charts/colours.ts";
import { escapedText } from "@/charts/escapedText.ts";
import { axisText, shownIndex, tooltipLook } from "@/charts/parts.ts";
import { countText, percentText } from "@/format/number.ts";
import type { FailingStep, Failures } from "@/pages/failures/queries.ts";
import { caseName, moduleName } from "@/pages/failures/stepName.ts";
import { texts } from "@/texts/index.ts";

/** More bars would have no names. */
const BARS_MAX = 12;

export function paretoSteps(failures: Failures): FailingStep[] {
  return failures.steps.slice(0, BARS_MAX);
}

/** Bars from the most frequent failure on, and what they are together of all failures. */
export function paretoOption(failures: Failures, colours: ChartColours): EChartsOption {
  const words = texts.failures;
  const steps = paretoSteps(failures);
  const axis = axisText(colours);
  const line = { color: colours.line };
  return {
    grid: { left: 8, right: 8, top: 34, bottom: 4, containLabel: true },
    legend: { top: 0, right: 0, itemWidth: 14, itemHeight: 10, textStyle: axis },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      ...tooltipLook(colours),
      formatter: (items: unknown) => {
        const step = steps[shownIndex(items)];
        return step ? tooltipText(step, failures.not_passed) : "";
      },
    },
    xAxis: {
      type: "category",
      data: steps.map(caseName),
      axisTick: { show: false },
      axisLine: { lineStyle: line },
      axisLabel: {
        ...axis,
        interval: 0,
        hideOverlap: true,
        width: 96,
        overflow: "truncate",
        rotate: steps.length > 5 ? 30 : 0,
      },
    },
    yAxis: [
      {
        type: "value",
        minInterval: 1,
        splitLine: { lineStyle: line },
        axisLabel: { ...axis, formatter: (value: number) => countText(value) },
      },
      {
        type: "value",
        min: 0,
        max: 100,
        splitLine: { show: false },
        axisLabel: { ...axis, formatter: (value: number) => `${value} %` },
      },
    ],
    series: [
      {
        type: "bar",
        name: words.count,
        color: colours.fail,
        barMaxWidth: 56,
        cursor: "pointer",
        data: steps.map((step) => step.count),
      },
      {
        type: "line",
        name: words.cumulated,
        yAxisIndex: 1,
        color: colours.series[0] ?? colours.accent,
        symbolSize: 7,
        cursor: "pointer",
        data: steps.map((step) => 100 * (step.cumulated ?? 0)),
      },
    ],
  };
}

/** The chart puts it into the page as it is, and names come from reports. */
function tooltipText(step: FailingStep, failures: number): string {
  const words = texts.failures;
  const message = step.messages[0]?.text;
  const lines = [
    `<b>${escapedText(caseName(step))}</b>`,
    escapedText(`${moduleName(step)} · ${step.plan}`),
    `${words.count}: <b>${countText(step.count)}</b> (${percentText(step.count, failures)})`,
    ...(message ? [`<i>${escapedText(message.slice(0, 80))}</i>`] : []),
  ];
  return lines.join("<br>");
}

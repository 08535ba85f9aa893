import type { EChartsOption } from "echarts";
import type { ChartColours } from "@/charts/colours.ts";
import { axisText, tooltipLook } from "@/charts/parts.ts";
import { durationText } from "@/format/number.ts";
import { texts } from "@/texts/index.ts";
import type { StandTime } from "./queries.ts";
import { dayLabel, hourText } from "./timeText.ts";

const words = texts.time;

/** Stacked hours of each day: testing below, waiting, stopped on top. */
export function daysOption(days: StandTime["days"], zone: string, colours: ChartColours): EChartsOption {
  const series = (
    name: string,
    color: string,
    seconds: (day: StandTime["days"][number]) => number,
    decal?: object,
  ) => ({
    type: "bar" as const,
    name,
    stack: "time",
    color,
    barMaxWidth: 40,
    cursor: "pointer",
    itemStyle: decal ? { decal } : undefined,
    data: days.map((day) => seconds(day) / 3600),
  });
  return {
    grid: { left: 4, right: 8, top: 34, bottom: 2, containLabel: true },
    legend: { top: 0, right: 0, itemWidth: 12, itemHeight: 12, textStyle: axisText(colours) },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      ...tooltipLook(colours),
      valueFormatter: (hours: unknown) => durationText(3_600_000 * Number(hours)),
    },
    xAxis: {
      type: "category",
      data: days.map((day) => (day.from ? dayLabel(day.from, zone) : "")),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...axisText(colours), hideOverlap: true },
    },
    yAxis: {
      type: "value",
      name: words.hours,
      nameTextStyle: { ...axisText(colours), align: "left" },
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: axisText(colours),
    },
    series: [
      series(words.parts.testing, colours.pass, (day) => day.figures.testing_s),
      series(words.parts.waiting, colours.neutral, (day) => day.figures.waiting_s, {
        color: colours.surface,
        dashArrayX: [1, 0],
        dashArrayY: [2, 4],
        rotation: Math.PI / 4,
      }),
      series(words.parts.stopped, colours.line, (day) => day.figures.stopped_s),
    ],
  };
}

/** Mean minutes of testing in each hour of the day. */
export function hoursOption(
  stand: Pick<StandTime, "testing_s_by_hour" | "days">,
  dayStartMinutes: number,
  colours: ChartColours,
): EChartsOption {
  const days = Math.max(1, stand.days.length);
  return {
    grid: { left: 4, right: 8, top: 24, bottom: 2, containLabel: true },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      ...tooltipLook(colours),
      valueFormatter: (minutes: unknown) => durationText(60_000 * Number(minutes)),
    },
    xAxis: {
      type: "category",
      data: stand.testing_s_by_hour.map((_, hour) => hourText(hour, dayStartMinutes)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...axisText(colours), hideOverlap: true },
    },
    yAxis: {
      type: "value",
      name: words.minutes,
      nameTextStyle: { ...axisText(colours), align: "left" },
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: axisText(colours),
    },
    series: [
      {
        type: "bar",
        name: words.parts.testing,
        color: colours.accent,
        barMaxWidth: 28,
        data: stand.testing_s_by_hour.map((seconds) => seconds / 60 / days),
      },
    ],
  };
}

import type { BarSeriesOption, EChartsOption } from "echarts";
import type { ChartColours } from "@/charts/colours.ts";
import { axisText, shownIndex, tooltipLook } from "@/charts/parts.ts";
import { countText } from "@/format/number.ts";
import type { YieldHistory, YieldPeriod } from "@/pages/yield/queries.ts";
import { intervalText, isUncertain, shareText } from "@/pages/yield/shareText.ts";
import { barLabel, barTitle } from "@/runs/historyTime.ts";
import { texts } from "@/texts/index.ts";

/** Above the first-pass yield in its interval, and the final yield; below how many units there were. */
export function yieldHistoryOption(history: YieldHistory, colours: ChartColours): EChartsOption {
  const words = texts.yield.history;
  const { periods, bucket, time_zone: zone } = history;
  const axis = axisText(colours);
  const labels = periods.map((period) => barLabel(period, bucket, zone));
  const main = colours.series[0] ?? colours.accent;
  const second = colours.series[1] ?? colours.pass;
  const line = { color: colours.line };
  const percent = (value: number | null | undefined) =>
    value === null || value === undefined ? null : 100 * value;
  const band = {
    type: "line" as const,
    stack: "interval",
    // Its values are where the other begins, not sums of yields.
    stackStrategy: "all" as const,
    symbol: "none",
    silent: true,
    lineStyle: { opacity: 0 },
    tooltip: { show: false },
  };
  return {
    grid: [
      { left: 52, right: 12, top: 34, height: "54%" },
      { left: 52, right: 12, bottom: 26, height: "17%" },
    ],
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    legend: {
      top: 0,
      right: 0,
      itemWidth: 14,
      itemHeight: 10,
      textStyle: axis,
      data: [words.firstPass, words.finalYield, words.units],
    },
    tooltip: {
      trigger: "axis",
      ...tooltipLook(colours),
      formatter: (shown: unknown) => {
        const period = periods[shownIndex(shown)];
        return period ? tooltipText(period, barTitle(period, bucket, zone)) : "";
      },
    },
    xAxis: [
      {
        type: "category",
        data: labels,
        axisLabel: { show: false },
        axisTick: { show: false },
        axisLine: { lineStyle: line },
      },
      {
        type: "category",
        gridIndex: 1,
        data: labels,
        axisTick: { show: false },
        axisLine: { lineStyle: line },
        axisLabel: { ...axis, hideOverlap: true },
      },
    ],
    yAxis: [
      {
        type: "value",
        min: lowestPercent(periods),
        max: 100,
        splitLine: { lineStyle: line },
        axisLabel: { ...axis, formatter: (value: number) => `${value} %` },
      },
      {
        type: "value",
        gridIndex: 1,
        minInterval: 1,
        splitNumber: 2,
        splitLine: { lineStyle: line },
        axisLabel: { ...axis, formatter: (value: number) => countText(value) },
      },
    ],
    series: [
      { ...band, name: "from", data: periods.map((period) => percent(period.first_pass.lower)) },
      {
        ...band,
        name: "to",
        areaStyle: { color: main, opacity: 0.16 },
        data: periods.map(({ first_pass: of }) => {
          const [from, to] = [percent(of.lower), percent(of.upper)];
          return from === null || to === null ? null : to - from;
        }),
      },
      ...whiskersOf(periods, main),
      {
        type: "line",
        name: words.finalYield,
        color: second,
        symbol: "none",
        lineStyle: { width: 1.5, type: "dashed" },
        data: periods.map((period) => percent(period.final_yield.share)),
      },
      {
        type: "line",
        name: words.firstPass,
        color: main,
        symbolSize: 8,
        lineStyle: { width: 2 },
        cursor: "pointer",
        data: periods.map(({ first_pass: of }) => {
          const isWeak = isUncertain(of);
          return {
            value: percent(of.share),
            symbol: isWeak ? "emptyCircle" : "circle",
            itemStyle: { opacity: isWeak ? 0.55 : 1 },
          };
        }),
      },
      {
        type: "bar",
        name: words.units,
        xAxisIndex: 1,
        yAxisIndex: 1,
        color: colours.neutral,
        barMaxWidth: 40,
        cursor: "pointer",
        data: periods.map((period) => period.units),
      },
    ],
  };
}

/** A band needs a neighbour; a period that stands alone shows its interval as a whisker. */
function whiskersOf(periods: YieldPeriod[], color: string): BarSeriesOption[] {
  const stands = (index: number) => (periods[index]?.units ?? 0) > 0;
  const isAlone = (index: number) => stands(index) && !stands(index - 1) && !stands(index + 1);
  const of = (value: (share: { lower: number; upper: number }) => number) =>
    periods.map(({ first_pass: { lower, upper } }, index) =>
      isAlone(index) && typeof lower === "number" && typeof upper === "number"
        ? 100 * value({ lower, upper })
        : null,
    );
  const whisker = { type: "bar" as const, stack: "whiskers", silent: true, barWidth: 5, name: "alone" };
  return [
    { ...whisker, itemStyle: { color: "transparent" }, data: of((share) => share.lower) },
    {
      ...whisker,
      itemStyle: { color, opacity: 0.25, borderRadius: 2 },
      data: of((share) => share.upper - share.lower),
    },
  ];
}

/** The picture in one sentence. */
export function historyLabel(history: YieldHistory): string {
  const known = history.periods.filter((period) => period.units > 0);
  const first = known[0];
  const last = known.at(-1);
  if (!first || !last) return texts.yield.history.empty;
  const title = (period: YieldPeriod) => barTitle(period, history.bucket, history.time_zone);
  return texts.yield.history.label(
    title(first),
    shareText(first.first_pass),
    title(last),
    shareText(last.first_pass),
  );
}

/** Low enough for every yield, in steps of ten; of many periods, intervals of a few units may be cut off. */
export function lowestPercent(periods: YieldPeriod[]): number {
  const hasMany = periods.filter((period) => period.units > 0).length > 3;
  const lows = periods.flatMap(({ first_pass: of }) => {
    const low = hasMany && isUncertain(of) ? of.share : of.lower;
    return low === null || low === undefined ? [] : [low];
  });
  const lowest = Math.min(1, ...lows);
  return Math.max(0, Math.floor(lowest * 10 - 0.2) * 10);
}

/** Numbers and texts of ours only: the chart puts it into the page as it is. */
function tooltipText(period: YieldPeriod, title: string): string {
  const words = texts.yield.history;
  const of = period.first_pass;
  const lines = [
    [words.firstPass, shareText(of)],
    ...(of.all > 0 ? [[words.interval, intervalText(of)]] : []),
    [words.finalYield, shareText(period.final_yield)],
    [words.units, countText(period.units)],
    [words.runs, countText(period.run_count)],
  ];
  return `<b>${title}</b><br>${lines.map(([name, value]) => `${name}: <b>${value}</b>`).join("<br>")}`;
}

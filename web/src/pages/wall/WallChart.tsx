import { useViewportSize } from "@mantine/hooks";
import type { EChartsOption } from "echarts";
import { useCallback } from "react";
import { Chart, type ChartMaker } from "@/charts/Chart.tsx";
import { useWallQuery } from "@/pages/wall/useWallQuery.ts";
import { historyOption } from "@/runs/historyOption.ts";
import { type History, historyQuery } from "@/runs/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import classes from "./wall.module.css";

/** The size of its letters, as a part of the shorter side of the screen. */
const LETTERS = 0.02;
const LETTERS_MIN = 12;

/** The production history in letters that are read from far away. */
export function WallChart({ slug, filter }: { slug: string; filter: RunFilter }) {
  const { data } = useWallQuery(historyQuery(slug, filter));
  return (
    <section className={classes.panel} aria-label={texts.runs.history.title} data-part="chart">
      <h2 className={classes.title}>
        {texts.runs.history.title}
        {data && <span className={classes.soft}>{texts.runs.history.bucket[data.bucket]}</span>}
      </h2>
      <div className={classes.chart}>{data && <Bars history={data} />}</div>
    </section>
  );
}

function Bars({ history }: { history: History }) {
  const { width, height } = useViewportSize();
  const size = Math.max(LETTERS_MIN, Math.round(LETTERS * Math.min(width, height)));
  const make: ChartMaker = useCallback(
    (colours) => enlarged(historyOption(history, colours), size),
    [history, size],
  );
  return <Chart make={make} label={texts.runs.history.title} height="100%" />;
}

function enlarged(option: EChartsOption, fontSize: number): EChartsOption {
  const axis = (given: unknown) => {
    const found = (given ?? {}) as { axisLabel?: object };
    return { ...found, axisLabel: { ...found.axisLabel, fontSize, margin: fontSize / 2 } };
  };
  return {
    ...option,
    legend: { show: false },
    tooltip: { show: false },
    grid: { left: 4, right: 8, top: fontSize, bottom: fontSize / 2, containLabel: true },
    xAxis: axis(option.xAxis) as EChartsOption["xAxis"],
    yAxis: axis(option.yAxis) as EChartsOption["yAxis"],
  };
}

import { useComputedColorScheme } from "@mantine/core";
import type { EChartsOption } from "echarts";
import { useContext, useEffect, useRef } from "react";
import classes from "./Chart.module.css";
import type { ChartColours } from "./colours.ts";
import { chartColours } from "./colours.ts";
import { DrawnCharts } from "./drawnCharts.ts";

/** Makes the option from the colours of the day, so that a chart follows light and dark. */
export type ChartMaker = (colours: ChartColours) => EChartsOption;

/** Where somebody clicked. */
export interface ChartClick {
  dataIndex: number;
  seriesName?: string;
  seriesIndex?: number;
  name: string;
  /** The datum as the option has it. */
  data?: unknown;
}

/** Which part of the axis is seen, in percent. */
export interface ChartZoom {
  start: number;
  end: number;
}

/**
 * A picture of data. The library is loaded with the first chart. `label` says in words what the chart
 * shows, for those who do not see it. Inside a `ChartPanel` it can be saved as a picture.
 */
export function Chart(props: {
  make: ChartMaker;
  label: string;
  height?: number | string;
  onClick?: (event: ChartClick) => void;
  onZoom?: (zoom: ChartZoom) => void;
  /** While it stays the same, what somebody zoomed into stays when the data change. */
  keep?: string;
}) {
  const holder = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme();
  const { make, onClick, onZoom, keep } = props;
  const kept = useRef<string>(undefined);
  useDrawnHere(holder);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours depend on the scheme
  useEffect(() => {
    let isGone = false;
    let release = () => {};
    void import("./echarts.ts").then(({ echarts }) => {
      if (isGone || !holder.current) return;
      const chart =
        echarts.getInstanceByDom(holder.current) ??
        echarts.init(holder.current, null, { renderer: "canvas" });
      const isKept = keep !== undefined && keep === kept.current;
      const option = { animation: false, ...make(chartColours()) };
      chart.setOption(option, isKept ? { replaceMerge: ["series"] } : { notMerge: true });
      kept.current = keep;
      chart.off("click");
      if (onClick) chart.on("click", (event) => onClick(event as never));
      chart.off("datazoom");
      if (onZoom) chart.on("datazoom", (event) => onZoom(zoomOf(event)));
      holder.current.dataset.drawn = "true";
      const observer = new ResizeObserver(() => chart.resize());
      observer.observe(holder.current);
      release = () => observer.disconnect();
    });
    return () => {
      isGone = true;
      release();
    };
  }, [make, onClick, onZoom, keep, scheme]);
  useEffect(() => {
    const element = holder.current;
    return () => {
      if (element)
        void import("./echarts.ts").then(({ echarts }) => echarts.getInstanceByDom(element)?.dispose());
    };
  }, []);
  return (
    <div
      ref={holder}
      className={classes.chart}
      role="img"
      aria-label={props.label}
      style={{ height: props.height ?? 260 }}
    />
  );
}

/** The wheel tells of several axes at once, the slider of one. */
function zoomOf(event: unknown): ChartZoom {
  const told = event as Partial<ChartZoom> & { batch?: Partial<ChartZoom>[] };
  const { start = 0, end = 100 } = told.batch?.[0] ?? told;
  return { start, end };
}

/** Tells the panel around it that there is a picture to save. */
function useDrawnHere(holder: { current: HTMLDivElement | null }) {
  const panel = useContext(DrawnCharts);
  useEffect(() => {
    const element = holder.current;
    if (!panel || !element) return;
    panel.add(element);
    return () => panel.remove(element);
  }, [panel, holder]);
}

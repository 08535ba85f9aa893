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

/**
 * A picture of data. The library is loaded with the first chart. `label` says in words what the chart
 * shows, for those who do not see it. Inside a `ChartPanel` it can be saved as a picture.
 */
export function Chart(props: {
  make: ChartMaker;
  label: string;
  height?: number | string;
  onClick?: (event: ChartClick) => void;
}) {
  const holder = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme();
  const { make, onClick } = props;
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
      chart.setOption({ animation: false, ...make(chartColours()) }, { notMerge: true });
      chart.off("click");
      if (onClick) chart.on("click", (event) => onClick(event as never));
      holder.current.dataset.drawn = "true";
      const observer = new ResizeObserver(() => chart.resize());
      observer.observe(holder.current);
      release = () => observer.disconnect();
    });
    return () => {
      isGone = true;
      release();
    };
  }, [make, onClick, scheme]);
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

import { useComputedColorScheme } from "@mantine/core";
import type { EChartsOption } from "echarts";
import { useContext, useEffect, useRef, useState } from "react";
import classes from "./Chart.module.css";
import { ChartNotLoaded } from "./ChartNotLoaded.tsx";
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

interface ChartProps {
  make: ChartMaker;
  label: string;
  height?: number | string;
  onClick?: (event: ChartClick) => void;
  onZoom?: (zoom: ChartZoom) => void;
  /** While it stays the same, what somebody zoomed into stays when the data change. */
  keep?: string;
}

const HEIGHT = 260;

/**
 * A picture of data. The library is loaded with the first chart. `label` says in words what the chart
 * shows, for those who do not see it. Inside a `ChartPanel` it can be saved as a picture.
 */
export function Chart(props: ChartProps) {
  const [isMissing, setIsMissing] = useState(false);
  if (isMissing) return <ChartNotLoaded height={props.height ?? HEIGHT} />;
  return <Drawing {...props} onMissing={setIsMissing} />;
}

/** `onMissing`: the library has not come. */
function Drawing(props: ChartProps & { onMissing: (isMissing: true) => void }) {
  const holder = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme();
  const { make, onClick, onZoom, keep, onMissing } = props;
  const kept = useRef<string>(undefined);
  useDrawnHere(holder);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours depend on the scheme
  useEffect(() => {
    let isGone = false;
    let release = () => {};
    const draw = ({ echarts }: typeof import("./echarts.ts")) => {
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
    };
    void import("./echarts.ts").then(draw, () => !isGone && onMissing(true));
    return () => {
      isGone = true;
      release();
    };
  }, [make, onClick, onZoom, keep, onMissing, scheme]);
  useEffect(() => {
    const element = holder.current;
    return () => {
      if (!element) return;
      const dispose = ({ echarts }: typeof import("./echarts.ts")) =>
        echarts.getInstanceByDom(element)?.dispose();
      // Without the library nothing was drawn.
      void import("./echarts.ts").then(dispose, () => {});
    };
  }, []);
  return (
    <div
      ref={holder}
      className={classes.chart}
      role="img"
      aria-label={props.label}
      style={{ height: props.height ?? HEIGHT }}
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

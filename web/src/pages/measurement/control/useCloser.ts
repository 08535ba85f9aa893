import { useDebouncedCallback } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ChartZoom } from "@/charts/Chart.tsx";
import { chartedPoints } from "@/pages/measurement/control/chartPoints.ts";
import { partFor, type Stretch, seenOf } from "@/pages/measurement/control/closer.ts";
import { closerQuery, type Series, type SeriesChoices } from "@/pages/measurement/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";

const WAIT_MS = 250;

interface Look {
  /** Of what; another chart is seen whole. */
  chart: string;
  seen?: Stretch;
  part?: Stretch;
}

/**
 * The chart that somebody looks at more closely: of a long series the points of what is seen are fetched, and
 * until they are there those that are there stay. Figures and limits are those of all values.
 */
export function useCloser(slug: string, filter: RunFilter, series: Series, choices: SeriesChoices) {
  const chart = JSON.stringify([filter, choices]);
  const [look, setLook] = useState<Look>({ chart });
  const [wholes, setWholes] = useState(0);
  const { seen, part } = look.chart === chart ? look : { seen: undefined, part: undefined };
  const closer = useQuery(closerQuery(slug, filter, choices, part));
  const points = chartedPoints(series);
  const { total } = points;
  const isWhole = points.positions.length >= total;
  const onZoom = useDebouncedCallback((zoom: ChartZoom) => {
    const now = seenOf(zoom, total);
    setLook({ chart, seen: now, part: now && !isWhole ? partFor(now, part, total) : undefined });
  }, WAIT_MS);
  const showWhole = () => {
    setLook({ chart });
    setWholes(wholes + 1);
  };
  const shown = (part && closer.data) || series;
  return { shown, seen, onZoom, showWhole, keep: [chart, wholes, shapeOf(shown)].join() };
}

/** Charts of one shape have the same axes and pictures. */
function shapeOf({ chart }: Series): string {
  return [chart.kind, Boolean(chart.spread), Boolean(chart.lower_points)].join();
}

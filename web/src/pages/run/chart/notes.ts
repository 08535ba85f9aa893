import { countText } from "@/format/number.ts";
import type { DrawableChart } from "@/pages/run/chart/chartOption.ts";
import type { RunChart } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";

const t = texts.run.chart;

/** What the picture does not show, and how to look closer. */
export function chartNotes(chart: RunChart, drawn: DrawableChart): string[] {
  const sum = (of: (series: RunChart["series"][number]) => number) =>
    chart.series.reduce((total, series) => total + of(series), 0);
  const sent = sum((series) => series.x.length);
  const all = sum((series) => series.point_count);
  const leftOut = sum((series) => series.left_out);
  const notes: string[] = [];
  if (drawn.pointCount > 2) notes.push(t.hint);
  if (drawn.notPositive > 0) notes.push(t.notPositive(drawn.notPositive));
  if (leftOut > 0) notes.push(t.leftOut(leftOut));
  if (sent < all) notes.push(t.thinned(countText(sent), countText(all)));
  const seriesLeft = chart.series_count - chart.series.length;
  if (seriesLeft > 0) notes.push(t.seriesLeftOut(seriesLeft));
  return notes;
}

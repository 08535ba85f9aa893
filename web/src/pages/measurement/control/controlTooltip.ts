import { escaped } from "@/charts/html.ts";
import { shownData } from "@/charts/parts.ts";
import { figureWithin } from "@/format/figure.ts";
import { instantText } from "@/format/instant.ts";
import { countText } from "@/format/number.ts";
import { type ChartPoint, violationAt } from "@/pages/measurement/control/chartPoints.ts";
import type { Series } from "@/pages/measurement/queries.ts";
import { texts } from "@/texts/index.ts";

/** The point under the pointer in words. */
export function tooltipText(shown: unknown, series: Series): string {
  const words = texts.measurement.control;
  const points = shownData(shown).filter(isPoint);
  const point = points[0];
  if (!point) return "";
  const [position, value] = point.value;
  const { lines, subgroup_size: size } = series.chart;
  const click = size > 1 ? words.clickLast(countText(size)) : words.click;
  const violation = violationAt(series.chart, position);
  const rules = violation?.rules.map((rule) => `<br>○ ${words.names[rule]}`).join("") ?? "";
  const time = point.time ? `<br>${instantText(point.time)}` : "";
  const text = escaped(figureWithin(value, lines && lines.upper - lines.lower, series.measurement.unit, 8));
  return `<b>${text}</b><br>${words.point(countText(position))}${time}${rules}<br><i>${click}</i>`;
}

/** Lines of limits have no runs. */
export function isPoint(data: unknown): data is ChartPoint {
  return typeof data === "object" && data !== null && "run" in data;
}

import { countText } from "@/format/number.ts";
import { chartedPoints } from "@/pages/measurement/control/chartPoints.ts";
import { countIn, lengthOf, type Stretch } from "@/pages/measurement/control/closer.ts";
import { controlScale } from "@/pages/measurement/control/controlOption.ts";
import type { Series } from "@/pages/measurement/queries.ts";
import { texts } from "@/texts/index.ts";

/** What the picture does not say by itself. */
export function controlNotes(series: Series, seen?: Stretch): string[] {
  const { chart } = series;
  if (!chart.lines) return [chart.note];
  const notes = [`${foundText(series)} ${alarmText(series)}`, chart.note];
  const drawn = drawnText(series, seen);
  if (drawn) notes.push(drawn);
  if (controlScale(series)?.hasHidden) notes.push(texts.measurement.farLimits);
  return notes;
}

/** Nothing when every point is drawn. */
function drawnText(series: Series, seen?: Stretch): string | undefined {
  const words = texts.measurement.control;
  const { positions, total } = chartedPoints(series);
  if (positions.length >= total) return undefined;
  if (!seen) return words.sampled(countText(positions.length), countText(total));
  const [drawn, all] = [countIn(positions, seen), lengthOf(seen)];
  return drawn < all ? words.sampledPart(countText(drawn), countText(all)) : words.wholePart(countText(all));
}

function foundText({ chart }: Series): string {
  const words = texts.measurement.control;
  const points = countText(chart.points_charted);
  if (chart.violation_count === 0) return words.foundNone(points);
  const shown = chart.violations.length;
  const found = words.found(countText(chart.violation_count), points);
  return shown < chart.violation_count ? `${found} ${words.more(countText(shown))}` : found;
}

function alarmText({ chart }: Series): string {
  const words = texts.measurement.control;
  const length = chart.average_run_length;
  if (length === null || length === undefined) return words.noRules;
  const alarms = words.falseAlarms(countText(length));
  return chart.kind === "ewma" || chart.kind === "cusum" ? `${words.oneRule} ${alarms}` : alarms;
}

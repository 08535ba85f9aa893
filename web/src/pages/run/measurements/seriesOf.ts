import type { Measurement } from "@/pages/measurement/queries.ts";
import type { RunMeasurement } from "@/pages/run/types.ts";

/** The measurement over all runs that a measurement of one run belongs to, among those of the plan. */
export function seriesOf(
  ofPlan: Measurement[],
  place: { module: string; case: string },
  inCase: RunMeasurement[],
  wanted: RunMeasurement,
): number | undefined {
  const kind = typeof wanted.value === "number" ? "number" : "text";
  const isNamed = Boolean(wanted.name);
  const occurrence = isNamed ? inCase.filter((one) => isBefore(one, wanted)).length : 0;
  const found = ofPlan.find(
    (one) =>
      one.module === place.module &&
      one.case === place.case &&
      one.kind === kind &&
      one.unit === (wanted.unit ?? "") &&
      one.name === (wanted.name ?? "") &&
      one.occurrence === occurrence &&
      (isNamed || one.position === wanted.position),
  );
  return found?.series;
}

function isBefore(one: RunMeasurement, wanted: RunMeasurement): boolean {
  const isSame = one.name === wanted.name && typeof one.value === typeof wanted.value;
  return isSame && (one.unit ?? "") === (wanted.unit ?? "") && one.position < wanted.position;
}

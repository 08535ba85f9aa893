import type { components } from "@/api/schema.d.ts";
import { texts } from "@/texts/index.ts";

type Measurement = components["schemas"]["MeasurementView"];

/** The name of a measurement in its case; one without a name is known by its place. */
export function measurementName(measurement: Measurement): string {
  const { name, position, occurrence } = measurement;
  const words = texts.plan.capability;
  const first = name || words.unnamed(position ?? 0);
  return occurrence > 0 ? `${first} (${occurrence + 1})` : first;
}

/** Where it is measured: module and case. */
export function stepName(measurement: Measurement): string {
  return `${measurement.module} / ${measurement.case}`;
}

import type { Measurement } from "@/pages/measurement/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement;

/** What people call a measurement. */
export function measurementName(measurement: Measurement): string {
  if (measurement.kind === "step_duration") return `${words.duration}: ${measurement.case}`;
  const name = measurement.name || words.unnamed((measurement.position ?? 0) + 1);
  return measurement.occurrence > 0 ? `${name} ${words.occurrence(measurement.occurrence + 1)}` : name;
}

/** Where it is measured. */
export function stepText(measurement: Measurement): string {
  return `${measurement.module} › ${measurement.case}`;
}

/** Those whose name or step holds all words, whatever the case of letters; times of steps come last. */
export function foundMeasurements(all: Measurement[], search: string): Measurement[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  const isTime = (measurement: Measurement) => Number(measurement.kind === "step_duration");
  const found = all.filter((measurement) => {
    const text = `${measurementName(measurement)} ${stepText(measurement)}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  return found.sort((one, other) => isTime(one) - isTime(other));
}

import type { Chip } from "@/runs/filter/chips.ts";
import { rangeText } from "@/runs/filter/rangeText.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

/** "Time range: Month · Stand: ICT-1, ICT-2": the filter for those who do not see the page. */
export function aboutText(filter: RunFilter, chips: Chip[]): string {
  const range = rangeText(filter) ?? (filter.range && texts.runs.range[filter.range]);
  const times = range ? [`${texts.runs.range.label}: ${range}`] : [];
  const fields = [...new Set(chips.map((chip) => chip.field))];
  const valuesOf = (field: string) => chips.filter((chip) => chip.field === field).map((chip) => chip.value);
  return [...times, ...fields.map((field) => `${field}: ${valuesOf(field).join(", ")}`)].join(" · ");
}

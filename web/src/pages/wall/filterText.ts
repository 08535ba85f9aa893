import { NAME_FIELDS, type RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

/** "Today", or the chosen dates. */
export function rangeText(filter: RunFilter): string {
  if (filter.range) return texts.runs.range[filter.range];
  const day = (at: string | undefined) => at?.slice(0, 10) ?? "…";
  return filter.from === filter.to ? day(filter.from) : `${day(filter.from)} – ${day(filter.to)}`;
}

/** What else is asked for, so that nobody takes a part for the whole; empty without conditions. */
export function filterText(filter: RunFilter): string {
  const parts = NAME_FIELDS.flatMap((field) => {
    const values = filter[field] ?? [];
    if (values.length === 0) return [];
    const names = values.map((value) => (value === "" ? texts.runs.filter.none : value));
    return [`${texts.runs.filter.fields[field]}: ${names.join(", ")}`];
  });
  if (filter.serial) parts.push(`${texts.runs.filter.serial}: ${filter.serial.join(", ")}`);
  if (filter.status) {
    const names = filter.status.map((status) => texts.status[status]);
    parts.push(`${texts.runs.filter.status}: ${names.join(", ")}`);
  }
  if (filter.attempt) {
    const attempt = filter.attempt === "first" ? texts.runs.filter.firstTest : filter.attempt;
    parts.push(`${texts.runs.filter.attempt}: ${attempt}`);
  }
  if (filter.error_code) parts.push(`${texts.runs.filter.errorCode}: ${filter.error_code.join(", ")}`);
  if (filter.step) parts.push(`${texts.runs.filter.step}: ${filter.step.join(", ")}`);
  return parts.join(" · ");
}

import type { GroupBy } from "@/analysis/groupBy.ts";
import type { components } from "@/api/schema.d.ts";
import { type RunFilter, withoutEmpty } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

export type GroupName = components["schemas"]["GroupNameView"];

/** The filter with only the runs of a group. */
export function narrowed(filter: RunFilter, by: GroupBy[], names: GroupName[]): RunFilter {
  const narrow = { ...filter };
  by.forEach((field, index) => {
    const name = names[index];
    if (!name) return;
    if (field === "stand") narrow.stand = [Number(name.value)];
    else narrow[field] = [name.value];
    if (field === "revision" && name.part) narrow.part = [name.part];
  });
  return withoutEmpty(narrow);
}

/** "Stand 1 #2", "B (PCB-100)", or that there is none. */
export function groupLabel(by: GroupBy, name: GroupName): string {
  if (name.label === "") return texts.yield.groups.none(texts.runs.filter.fields[by]);
  return name.part ? `${name.label} (${name.part})` : name.label;
}

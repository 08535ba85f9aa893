import type { SeriesGroup } from "@/pages/measurement/queries.ts";
import { GROUPS_BY } from "@/pages/measurement/search.ts";
import { texts } from "@/texts/index.ts";

/** What people call a group; runs without a batch, say, are a group too. */
export function groupName(group: SeriesGroup, by: string): string {
  if (group.name.label) {
    return by === "revision" && group.name.part ? `${group.name.part} ${group.name.label}` : group.name.label;
  }
  const known = GROUPS_BY.find((one) => one === by);
  return known ? texts.measurement.groups.without[known] : "–";
}

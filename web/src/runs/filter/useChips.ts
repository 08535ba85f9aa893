import { useQueries } from "@tanstack/react-query";
import { type Chip, chipsOf } from "@/runs/filter/chips.ts";
import { standNameQuery, stepNameQuery } from "@/runs/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

/** What is asked for, with the names of stands and steps as soon as they are known. */
export function useChips(slug: string, filter: RunFilter): Chip[] {
  const words = texts.runs.filter;
  const stands = filter.stand ?? [];
  const names = useQueries({ queries: stands.map((id) => standNameQuery(slug, id)) });
  const steps = (filter.step ?? []).filter((id) => id !== 0);
  const found = useQueries({ queries: steps.map((id) => stepNameQuery(slug, id)) });
  return chipsOf(filter, {
    stands: new Map(stands.map((id, index) => [id, names[index]?.data ?? words.unknownStand(id)])),
    steps: new Map(steps.map((id, index) => [id, found[index]?.data ?? words.unknownStep(id)])),
  });
}

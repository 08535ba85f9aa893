import type { components } from "@/api/schema.d.ts";
import { texts } from "@/texts/index.ts";

export type Found = components["schemas"]["SearchView"];

/** Where a hit leads. */
export type Target =
  | { kind: "unit"; partNumber: string; serialNumber: string }
  | { kind: "run"; runId: string }
  | { kind: "stand"; standId: string }
  | { kind: "filter"; search: { plan?: string[]; part?: string[]; batch?: string[] } };

export interface Hit {
  key: string;
  name: string;
  detail: string;
  target: Target;
}

export interface HitGroup {
  title: string;
  hits: Hit[];
}

/** What was found, in the order in which it is shown; empty groups are left out. */
export function hitGroups(found: Found): HitGroup[] {
  const named = (kind: string, entries: Found["plans"], target: (entry: Found["plans"][number]) => Target) =>
    entries.map((entry) => ({
      key: `${kind}-${entry.id}`,
      name: entry.name,
      detail: entry.detail,
      target: target(entry),
    }));
  const groups: HitGroup[] = [
    {
      title: texts.search.units,
      hits: found.units.map((unit) => ({
        key: `unit-${unit.part_number}-${unit.serial_number}`,
        name: unit.serial_number,
        detail: unit.part_number,
        target: { kind: "unit", partNumber: unit.part_number, serialNumber: unit.serial_number },
      })),
    },
    {
      title: texts.search.runs,
      hits: found.runs.map((run) => ({
        key: `run-${run.run_id}`,
        name: run.run_id,
        detail: [run.plan, run.serial_number].filter(Boolean).join(" · "),
        target: { kind: "run", runId: run.run_id },
      })),
    },
    {
      title: texts.search.batches,
      hits: named("batch", found.batches, (batch) => ({ kind: "filter", search: { batch: [batch.name] } })),
    },
    {
      title: texts.search.parts,
      hits: named("part", found.parts, (part) => ({ kind: "filter", search: { part: [part.name] } })),
    },
    {
      title: texts.search.plans,
      hits: named("plan", found.plans, (plan) => ({ kind: "filter", search: { plan: [plan.name] } })),
    },
    {
      title: texts.search.stands,
      hits: named("stand", found.stands, (stand) => ({ kind: "stand", standId: String(stand.id) })).map(
        (hit) => ({ ...hit, detail: hit.detail && `#${hit.detail}` }),
      ),
    },
  ];
  return groups.filter((group) => group.hits.length > 0);
}

/** A name in three parts, the middle one being what was searched for; for showing why it was found. */
export function markedParts(name: string, part: string): [string, string, string] {
  const at = part ? name.toLowerCase().indexOf(part.toLowerCase()) : -1;
  if (at < 0) return [name, "", ""];
  return [name.slice(0, at), name.slice(at, at + part.length), name.slice(at + part.length)];
}

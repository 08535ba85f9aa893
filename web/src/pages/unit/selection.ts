import type { UnitRun } from "@/units/queries.ts";

/** Adds or removes a run; of three the one that was chosen first goes. */
export function toggled(selected: UnitRun[], run: UnitRun): UnitRun[] {
  const others = selected.filter((other) => other.run_id !== run.run_id);
  return others.length < selected.length ? others : [...others.slice(-1), run];
}

/** The two in the order of time, however they were chosen. */
export function inOrder(selected: UnitRun[]): [UnitRun, UnitRun] | undefined {
  const [one, other] = selected;
  if (!one || !other) return undefined;
  // A later attempt comes later even when both runs began in the same second.
  const later = (one.run_at ?? "").localeCompare(other.run_at ?? "") || one.attempt - other.attempt;
  return later > 0 ? [other, one] : [one, other];
}

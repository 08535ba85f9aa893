import type { RunFilter } from "@/runs/runFilter.ts";
import type { ColumnName } from "@/runs/table/columns.tsx";

/** The columns of a file for each column of the table. */
const NAMES: Record<ColumnName, string[]> = {
  status: ["status"],
  serial: ["serial_number"],
  part: ["part_number"],
  plan: ["plan"],
  attempt: ["attempt"],
  start: ["start"],
  duration: ["duration_s"],
  stand: ["stand", "stand_number"],
  failure: ["failing_module", "failing_case"],
  batch: ["batch"],
  process: ["process"],
  operator: ["operator"],
  revision: ["revision"],
};

/** What is shown, and the id, by which each row is found again. */
export function exportColumns(shown: ColumnName[]): string[] {
  return [...shown.flatMap((name) => NAMES[name]), "run_id"];
}

/** The filter as the server reads it: a condition with several values stands there several times. */
export function exportQuery(filter: RunFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) query.append(name, String(one));
    }
  }
  return query;
}

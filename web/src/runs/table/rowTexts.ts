import type { RunRow } from "@/runs/queries.ts";

/** "Stand 1 #2": two stands can have one name. */
export function standText(stand: RunRow["stand"]): string {
  const number = stand.number;
  return number === null || number === undefined ? stand.name : `${stand.name} #${number}`;
}

/** Module and case that the run failed in. */
export function failureText(run: RunRow): string | null {
  return run.failing_module ? `${run.failing_module} › ${run.failing_case}` : null;
}

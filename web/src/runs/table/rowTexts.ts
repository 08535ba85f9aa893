import type { RunRow } from "@/runs/queries.ts";

/** Module and case that the run failed in. */
export function failureText(run: RunRow): string | null {
  return run.failing_module ? `${run.failing_module} › ${run.failing_case}` : null;
}

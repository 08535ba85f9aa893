import type { WhatIf } from "@/pages/measurement/queries.ts";

const RUNS_FIRST = 8;

type ChangedRuns = Pick<WhatIf, "changed_runs" | "would_fail" | "would_pass">;

/** The latest runs, how many more the answer knows, and how many there are: it does not know them all. */
export function changedRuns({ changed_runs, would_fail, would_pass }: ChangedRuns, isAll: boolean) {
  return {
    shown: isAll ? changed_runs : changed_runs.slice(0, RUNS_FIRST),
    more: Math.max(0, changed_runs.length - RUNS_FIRST),
    all: would_fail + would_pass,
  };
}

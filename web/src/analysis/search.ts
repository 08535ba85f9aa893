import { type RunFilter, runFilterOf, withRange } from "@/runs/runFilter.ts";

/** Every page of the analysis has the filter of runs in its address, and perhaps more. */
export type AnalysisSearch = RunFilter;

export function analysisSearch(search: Record<string, unknown>): AnalysisSearch {
  return runFilterOf(search);
}

/** What the pages of the analysis show until somebody chooses. */
const ANALYSIS_RANGE = "month";

/** Which runs a page of the analysis is about. */
export function analysisFilterOf(search: AnalysisSearch): RunFilter {
  return withRange(runFilterOf({ ...search }), ANALYSIS_RANGE);
}

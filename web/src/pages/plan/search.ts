import { type AnalysisSearch, analysisSearch } from "@/analysis/search.ts";

/** What of the page is in the address. */
export type PlanSearch = AnalysisSearch;

export function planSearch(search: Record<string, unknown>): PlanSearch {
  return analysisSearch(search);
}

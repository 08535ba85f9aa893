import { type AnalysisSearch, analysisSearch } from "@/analysis/search.ts";

/** What of the page is in the address. */
export type CompareSearch = AnalysisSearch;

export function compareSearch(search: Record<string, unknown>): CompareSearch {
  return analysisSearch(search);
}

import { type AnalysisSearch, analysisSearch } from "@/analysis/search.ts";

/** What of the page is in the address. */
export type YieldSearch = AnalysisSearch;

export function yieldSearch(search: Record<string, unknown>): YieldSearch {
  return analysisSearch(search);
}

import { type AnalysisSearch, analysisSearch } from "@/analysis/search.ts";

/** What of the page is in the address. */
export type FailuresSearch = AnalysisSearch;

export function failuresSearch(search: Record<string, unknown>): FailuresSearch {
  return analysisSearch(search);
}

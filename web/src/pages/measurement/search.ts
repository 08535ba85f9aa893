import { type AnalysisSearch, analysisSearch } from "@/analysis/search.ts";

/** What of the page is in the address. */
export type MeasurementSearch = AnalysisSearch;

export function measurementSearch(search: Record<string, unknown>): MeasurementSearch {
  return analysisSearch(search);
}

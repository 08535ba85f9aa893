import { type AnalysisSearch, analysisSearch } from "@/analysis/search.ts";
import { withoutEmpty } from "@/runs/runFilter.ts";

/** What two sides may differ in; periods come first and need no word in the address. */
export const COMPARE_KINDS = ["period", "stand", "batch", "revision"] as const;
export type CompareKind = (typeof COMPARE_KINDS)[number];

/** What of the page is in the address: which runs, and what each side has of its own. */
export type CompareSearch = AnalysisSearch & {
  by?: CompareKind;
  /** Names, numbers of stands, or one period. */
  a?: string[];
  b?: string[];
};

const VALUES_MAX = 20;

export function compareSearch(search: Record<string, unknown>): CompareSearch {
  return withoutEmpty<CompareSearch>({
    ...analysisSearch(search),
    by: COMPARE_KINDS.find((kind) => kind === search.by && kind !== "period"),
    a: textsOf(search.a),
    b: textsOf(search.b),
  });
}

function textsOf(value: unknown): string[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  const texts = list.filter((one) => typeof one === "string" || typeof one === "number").map(String);
  const found = [...new Set(texts)].filter(Boolean).slice(0, VALUES_MAX);
  return found.length > 0 ? found : undefined;
}

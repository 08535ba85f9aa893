import { type AnalysisSearch, analysisSearch } from "@/analysis/search.ts";
import { withoutEmpty } from "@/runs/runFilter.ts";

/** The capability comes first and needs no word in the address. */
export const PLAN_TABS = ["capability", "steps", "time", "repeatability"] as const;
export type PlanTab = (typeof PLAN_TABS)[number];

export const CAPABILITY_SORTS = ["risk", "name", "failed", "ppk", "cpk", "trend", "values"] as const;
export type CapabilitySort = (typeof CAPABILITY_SORTS)[number];

/** What of the page is in the address: which runs, which part of the page, how its table is sorted. */
export type PlanSearch = AnalysisSearch & {
  tab?: PlanTab;
  sort?: CapabilitySort;
  direction?: "asc" | "desc";
  find?: string;
};

export function planSearch(search: Record<string, unknown>): PlanSearch {
  const found: PlanSearch = {
    ...analysisSearch(search),
    tab: PLAN_TABS.find((tab) => tab === search.tab && tab !== "capability"),
    sort: CAPABILITY_SORTS.find((sort) => sort === search.sort && sort !== "risk"),
    direction: search.direction === "asc" || search.direction === "desc" ? search.direction : undefined,
    find: typeof search.find === "string" ? search.find.slice(0, 200) : undefined,
  };
  return withoutEmpty(found);
}

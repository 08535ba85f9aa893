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
  /** Of the steps; the longest first needs no word. */
  order?: "plan";
  /** What is looked at more closely: a series of the repeatability, a stand of the use of time. */
  detail?: number;
  /** Whether the use of time is that of the plan alone. */
  scope?: "plan";
  /** How many minutes a gap may last before it is a stop. */
  break?: number;
};

export function planSearch(search: Record<string, unknown>): PlanSearch {
  const found: PlanSearch = {
    ...analysisSearch(search),
    tab: PLAN_TABS.find((tab) => tab === search.tab && tab !== "capability"),
    sort: CAPABILITY_SORTS.find((sort) => sort === search.sort && sort !== "risk"),
    direction: search.direction === "asc" || search.direction === "desc" ? search.direction : undefined,
    order: search.order === "plan" ? "plan" : undefined,
    find: typeof search.find === "string" ? search.find.slice(0, 200) : undefined,
    detail: wholeNumber(search.detail, 4_294_967_295),
    scope: search.scope === "plan" ? "plan" : undefined,
    break: wholeNumber(search.break, 1440),
  };
  return withoutEmpty(found);
}

/** From 1 to the largest. */
function wholeNumber(value: unknown, largest: number): number | undefined {
  const number = typeof value === "string" ? Number(value) : value;
  const fits = typeof number === "number" && Number.isInteger(number) && number >= 1 && number <= largest;
  return fits ? number : undefined;
}

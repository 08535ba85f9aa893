import { type GroupBy, groupsOf } from "@/analysis/groupBy.ts";
import { type AnalysisSearch, analysisSearch } from "@/analysis/search.ts";
import { withoutEmpty } from "@/runs/runFilter.ts";

export const BUCKETS = ["hour", "day", "week", "month"] as const;
export type Bucket = (typeof BUCKETS)[number];

export const ORDERS = ["worst", "first_pass", "test_report", "units", "not_passed"] as const;
export type Order = (typeof ORDERS)[number];

/** How many dimensions a table can still show. */
const GROUPS_MAX = 2;

/** How the page shows its runs. */
export interface YieldView {
  by?: GroupBy[];
  order?: Order;
  bucket?: Bucket;
}

/** What of the page is in the address. */
export type YieldSearch = AnalysisSearch & YieldView;

export function yieldSearch(search: Record<string, unknown>): YieldSearch {
  return { ...analysisSearch(search), ...yieldViewOf(search) };
}

export function yieldViewOf(search: Record<string, unknown>): YieldView {
  return withoutEmpty({
    by: groupsOf(search.by, GROUPS_MAX),
    order: ORDERS.find((order) => order === search.order),
    bucket: BUCKETS.find((bucket) => bucket === search.bucket),
  });
}

import { type GroupBy, groupsOf } from "@/analysis/groupBy.ts";
import { moreOf } from "@/analysis/more.ts";
import { type AnalysisSearch, analysisSearch } from "@/analysis/search.ts";
import { withoutEmpty } from "@/runs/runFilter.ts";

export const BUCKETS = ["hour", "day", "week", "month"] as const;
export type Bucket = (typeof BUCKETS)[number];

export const ORDERS = ["worst", "first_pass", "test_report", "units", "not_passed"] as const;
export type Order = (typeof ORDERS)[number];

/** What the control chart counts; units when it is left out. */
export const COUNTED = ["units", "tests"] as const;
export type Counted = (typeof COUNTED)[number];

/** The limits of the control chart; chosen by the data when it is left out. */
export const CHART_KINDS = ["p", "laney_p"] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

/** What can be shown with all its rows. */
export const YIELD_MORE = ["marked", "groups", "parts"] as const;
export type YieldMore = (typeof YIELD_MORE)[number];

/** How many dimensions a table can still show. */
const GROUPS_MAX = 2;

/** How the page shows its runs. */
export interface YieldView {
  by?: GroupBy[];
  order?: Order;
  bucket?: Bucket;
  of?: Counted;
  kind?: ChartKind;
  more?: YieldMore[];
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
    of: COUNTED.find((counted) => counted === search.of && counted !== "units"),
    kind: CHART_KINDS.find((kind) => kind === search.kind),
    more: moreOf(search.more, YIELD_MORE),
  });
}

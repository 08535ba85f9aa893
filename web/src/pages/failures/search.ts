import { type GroupBy, groupOf } from "@/analysis/groupBy.ts";
import { moreOf } from "@/analysis/more.ts";
import { type AnalysisSearch, analysisSearch } from "@/analysis/search.ts";
import { withoutEmpty } from "@/runs/runFilter.ts";

/** What can be shown with all its rows. */
export const FAILURES_MORE = ["steps", "measurements"] as const;
export type FailuresMore = (typeof FAILURES_MORE)[number];

/** How the page shows its failures. */
export interface FailuresView {
  /** What each step is told apart by; by stand when it is left out. */
  split?: GroupBy;
  /** The step whose messages are open. */
  open?: number;
  more?: FailuresMore[];
}

/** What of the page is in the address. */
export type FailuresSearch = AnalysisSearch & FailuresView;

export function failuresSearch(search: Record<string, unknown>): FailuresSearch {
  return { ...analysisSearch(search), ...failuresViewOf(search) };
}

export function failuresViewOf(search: Record<string, unknown>): FailuresView {
  const open = Number(search.open);
  return withoutEmpty({
    split: groupOf(search.split),
    open: Number.isSafeInteger(open) && open > 0 ? open : undefined,
    more: moreOf(search.more, FAILURES_MORE),
  });
}

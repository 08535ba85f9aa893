import { type RunFilter, runFilterOf, withRange } from "@/runs/runFilter.ts";
import { type TableView, tableViewOf } from "@/runs/tableView.ts";

/** What of the view is in the address: which runs, and how the table shows them. */
export type HomeSearch = RunFilter & TableView;

export function homeSearch(search: Record<string, unknown>): HomeSearch {
  return { ...runFilterOf(search), ...tableViewOf(search) };
}

/** What Home shows until somebody chooses. */
const HOME_RANGE = "month";

/** Which runs Home is about. */
export function homeFilterOf(search: HomeSearch): RunFilter {
  return withRange(runFilterOf({ ...search }), HOME_RANGE);
}

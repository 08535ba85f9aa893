import { type RunFilter, runFilterOf } from "@/runs/runFilter.ts";
import { type TableView, tableViewOf } from "@/runs/tableView.ts";

/** What of the view is in the address: which runs, and how the table shows them. */
export type HomeSearch = RunFilter & TableView;

export function homeSearch(search: Record<string, unknown>): HomeSearch {
  return { ...runFilterOf(search), ...tableViewOf(search) };
}

import type { ReactNode } from "react";
import { AnalysisWays } from "@/runs/AnalysisWays.tsx";
import { FigureTiles } from "@/runs/FigureTiles.tsx";
import { HistoryChart } from "@/runs/HistoryChart.tsx";
import { type RunFilter, withDates, withStatuses } from "@/runs/runFilter.ts";
import { RunTablePanel } from "@/runs/table/RunTablePanel.tsx";
import type { TableView } from "@/runs/tableView.ts";

/** Figures, history and table of the same runs; a figure or a bar narrows all of them. */
export function RunsOverview(props: {
  slug: string;
  filter: RunFilter;
  view: TableView;
  onFilter: (filter: RunFilter) => void;
  onView: (view: TableView) => void;
  empty: ReactNode;
}) {
  const { slug, filter, onFilter } = props;
  return (
    <>
      <FigureTiles
        slug={slug}
        filter={filter}
        onStatuses={(statuses) => onFilter(withStatuses(filter, statuses))}
      />
      <AnalysisWays slug={slug} filter={filter} />
      <HistoryChart
        slug={slug}
        filter={filter}
        onRange={({ from, to }) => onFilter(withDates(filter, from, to))}
      />
      <RunTablePanel
        slug={slug}
        filter={filter}
        view={props.view}
        onView={props.onView}
        empty={props.empty}
      />
    </>
  );
}

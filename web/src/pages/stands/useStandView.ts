import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { type RunFilter, runFilterOf, withRange } from "@/runs/runFilter.ts";
import { firstPage, type TableView, tableViewOf } from "@/runs/tableView.ts";

const route = getRouteApi("/signed-in/o/$slug/stands/$standId");

/** Which runs of a stand are shown, as the address says it, and the ways to change it. */
export function useStandView(standId: number) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useMemo(
    () => ({ ...withRange(runFilterOf({ ...search }), "month"), stand: [standId] }),
    [search, standId],
  );
  const view = useMemo(() => tableViewOf({ ...search }), [search]);
  const show = useCallback(
    ({ stand: _, ...next }: RunFilter, table: TableView) =>
      void navigate({ to: ".", search: { ...next, ...table, tab: search.tab }, resetScroll: false }),
    [navigate, search.tab],
  );
  const setFilter = useCallback((next: RunFilter) => show(next, firstPage(view)), [show, view]);
  const setView = useCallback((next: TableView) => show(filter, next), [show, filter]);
  return { filter, view, setFilter, setView };
}

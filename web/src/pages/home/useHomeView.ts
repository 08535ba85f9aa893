import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { homeFilterOf } from "@/pages/home/search.ts";
import { type RunFilter, runFilterOf } from "@/runs/runFilter.ts";
import { firstPage, type TableView, tableViewOf } from "@/runs/tableView.ts";

const route = getRouteApi("/signed-in/o/$slug/");

/** The view as the address says it, and the ways to change it. */
export function useHomeView() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useMemo(() => homeFilterOf(search), [search]);
  const view = useMemo(() => tableViewOf({ ...search }), [search]);
  const setFilter = useCallback(
    // Another list begins at its first page.
    (next: RunFilter) =>
      void navigate({ to: ".", search: { ...next, ...firstPage(view) }, resetScroll: false }),
    [navigate, view],
  );
  const setView = useCallback(
    (next: TableView) =>
      void navigate({ to: ".", search: { ...runFilterOf({ ...search }), ...next }, resetScroll: false }),
    [navigate, search],
  );
  return { filter, view, setFilter, setView };
}

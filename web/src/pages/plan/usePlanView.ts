import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { analysisFilterOf } from "@/analysis/search.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { withoutEmpty } from "@/runs/runFilter.ts";
import type { PlanSearch } from "./search.ts";

type ViewChange = Pick<
  PlanSearch,
  "tab" | "sort" | "direction" | "find" | "order" | "detail" | "scope" | "break"
>;

const route = getRouteApi("/signed-in/o/$slug/plan");

/** The view as the address says it, and the ways to change it. */
export function usePlanView() {
  const { slug } = route.useParams();
  const search: PlanSearch = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useMemo(() => analysisFilterOf(search), [search]);
  const { tab, sort, direction, find, order, detail, scope, break: breakMinutes } = search;
  const setFilter = useCallback(
    (next: RunFilter) =>
      void navigate({
        to: ".",
        search: withoutEmpty<PlanSearch>({
          ...next,
          ...{ tab, sort, direction, find, order, detail, scope, break: breakMinutes },
        }),
        resetScroll: false,
      }),
    [navigate, tab, sort, direction, find, order, detail, scope, breakMinutes],
  );
  const setView = useCallback(
    (change: ViewChange, replace = false) =>
      void navigate({
        to: ".",
        search: withoutEmpty<PlanSearch>({ ...search, ...change }),
        replace,
        resetScroll: false,
      }),
    [navigate, search],
  );
  return { slug, search, filter, plan: filter.plan?.[0], setFilter, setView };
}

import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { analysisFilterOf } from "@/analysis/search.ts";
import { type YieldView, yieldViewOf } from "@/pages/yield/search.ts";
import { type RunFilter, runFilterOf, withoutEmpty } from "@/runs/runFilter.ts";

const route = getRouteApi("/signed-in/o/$slug/yield");

/** The view as the address says it, and the ways to change it. */
export function useYieldView() {
  const { slug } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useMemo(() => analysisFilterOf(search), [search]);
  const view = useMemo(() => yieldViewOf({ ...search }), [search]);
  const setFilter = useCallback(
    (next: RunFilter) => void navigate({ to: ".", search: { ...next, ...view }, resetScroll: false }),
    [navigate, view],
  );
  const setView = useCallback(
    (next: YieldView) => {
      const changed = withoutEmpty({ ...runFilterOf({ ...search }), ...next });
      void navigate({ to: ".", search: changed, resetScroll: false });
    },
    [navigate, search],
  );
  return { slug, filter, view, setFilter, setView };
}

import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { analysisFilterOf } from "@/analysis/search.ts";
import { type FailuresView, failuresViewOf } from "@/pages/failures/search.ts";
import { type RunFilter, runFilterOf, withoutEmpty } from "@/runs/runFilter.ts";

const route = getRouteApi("/signed-in/o/$slug/failures");

/** The view as the address says it, and the ways to change it. */
export function useFailuresView() {
  const { slug } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useMemo(() => analysisFilterOf(search), [search]);
  const view = useMemo(() => failuresViewOf({ ...search }), [search]);
  const setFilter = useCallback(
    (next: RunFilter) => void navigate({ to: ".", search: { ...next, ...view }, resetScroll: false }),
    [navigate, view],
  );
  const setView = useCallback(
    (next: FailuresView) => {
      const changed = withoutEmpty({ ...runFilterOf({ ...search }), ...next });
      void navigate({ to: ".", search: changed, resetScroll: false, replace: true });
    },
    [navigate, search],
  );
  return { slug, filter, view, setFilter, setView };
}

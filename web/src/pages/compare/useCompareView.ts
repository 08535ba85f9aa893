import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { analysisFilterOf } from "@/analysis/search.ts";
import { type RunFilter, withoutEmpty } from "@/runs/runFilter.ts";
import { useOrganisation } from "@/session/session.ts";
import { todayIn } from "./periods.ts";
import type { CompareKind, CompareSearch } from "./search.ts";
import { sidesOf, viewOf } from "./sides.ts";

const route = getRouteApi("/signed-in/o/$slug/compare");

/** The view as the address says it, and the ways to change it. */
export function useCompareView() {
  const { slug } = route.useParams();
  const search: CompareSearch = route.useSearch();
  const navigate = route.useNavigate();
  const { time_zone: zone, day_start_minutes: dayStart } = useOrganisation();
  const today = todayIn(zone, dayStart, new Date());
  const filter = useMemo(() => analysisFilterOf(search), [search]);
  const view = useMemo(() => viewOf(search), [search]);
  const sides = useMemo(() => sidesOf(view, filter, today), [view, filter, today]);
  const { by, a, b } = search;
  const go = useCallback(
    (next: CompareSearch) => void navigate({ to: ".", search: withoutEmpty(next), resetScroll: false }),
    [navigate],
  );
  return {
    slug,
    filter,
    view,
    sides,
    today,
    setFilter: (next: RunFilter) => go({ ...next, by, a, b }),
    setBy: (next: CompareKind) =>
      go({ ...search, by: next === "period" ? undefined : next, a: undefined, b: undefined }),
    setSide: (side: "a" | "b", values: string[]) => go({ ...search, a: view.a, b: view.b, [side]: values }),
    swap: () => go({ ...search, a: view.b, b: view.a }),
  };
}

import { queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";
import type { RunFilter } from "@/runs/runFilter.ts";

export type TimeUse = components["schemas"]["TimeUseView"];
export type StandTime = components["schemas"]["StandTimeView"];
export type TimeFigures = components["schemas"]["TimeFiguresView"];

/** How the stands of these runs used their time. */
export function timeUseQuery(slug: string, filter: RunFilter, breakMinutes: number) {
  return queryOptions({
    queryKey: ["analysis-time-use", slug, filter, breakMinutes],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/time-use", {
          params: { path: { slug }, query: { ...filter, break_minutes: breakMinutes } },
          signal,
        }),
      ),
  });
}

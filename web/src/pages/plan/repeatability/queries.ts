import { queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";
import type { RunFilter } from "@/runs/runFilter.ts";

export type RepeatabilityRow = components["schemas"]["RepeatabilityRowView"];
export type RepeatNote = components["schemas"]["RepeatNoteView"];
export type RepeatVerdict = components["schemas"]["RepeatVerdict"];
export type RepeatStudy = components["schemas"]["RepeatStudyView"];
export type StandStudy = components["schemas"]["StandStudyView"];
export type FoundStandStudy = components["schemas"]["FoundStandStudyView"];

/** All measurements of the one plan that the filter names. */
export function repeatabilityQuery(slug: string, filter: RunFilter) {
  return queryOptions({
    queryKey: ["analysis-repeatability", slug, filter],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/repeatability", {
          params: { path: { slug }, query: filter },
          signal,
        }),
      ),
  });
}

/** One measurement, with the values of the units that were tested more than once. */
export function repeatStudyQuery(slug: string, filter: RunFilter, series: number) {
  return queryOptions({
    queryKey: ["analysis-repeat-study", slug, filter, series],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/repeat-study", {
          params: { path: { slug }, query: { ...filter, series } },
          signal,
        }),
      ),
  });
}

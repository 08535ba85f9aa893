import { queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";
import type { RunFilter } from "@/runs/runFilter.ts";

export type Plan = components["schemas"]["PlanView"];
export type CapabilityRow = components["schemas"]["CapabilityRowView"];
export type Risk = components["schemas"]["RiskView"];
export type StepDurations = components["schemas"]["StepDurationsView"];
export type StepDuration = components["schemas"]["StepDurationView"];
export type Share = components["schemas"]["ShareView"];

/** The test plans that have runs. */
export function plansQuery(slug: string, filter: RunFilter) {
  return queryOptions({
    queryKey: ["analysis-plans", slug, filter],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/plans", { params: { path: { slug }, query: filter }, signal }),
      ),
  });
}

/** All measurements of the one plan that the filter names. */
export function capabilityQuery(slug: string, filter: RunFilter) {
  return queryOptions({
    queryKey: ["analysis-capability", slug, filter],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/capability", {
          params: { path: { slug }, query: filter },
          signal,
        }),
      ),
  });
}

/** How long the steps of the one plan take that the filter names. */
export function stepDurationsQuery(slug: string, filter: RunFilter) {
  return queryOptions({
    queryKey: ["analysis-step-durations", slug, filter],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/step-durations", {
          params: { path: { slug }, query: filter },
          signal,
        }),
      ),
  });
}

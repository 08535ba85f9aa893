import { queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";
import type { RunFilter } from "@/runs/runFilter.ts";

export type Correlation = components["schemas"]["CorrelationView"];
export type Related = components["schemas"]["RelatedView"];
export type RelatedMeasurement = components["schemas"]["RelatedMeasurementView"];
export type Coefficient = components["schemas"]["CoefficientView"];

/** How two measurements of the same runs go together. */
export function correlationQuery(slug: string, filter: RunFilter, series: number, other: number) {
  const query = { ...filter, series, other };
  return queryOptions({
    queryKey: ["correlation", slug, query],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/correlation", { params: { path: { slug }, query }, signal }),
      ),
  });
}

/** The measurements of the plan that go together with one. */
export function relatedQuery(slug: string, filter: RunFilter, series: number) {
  const query = { ...filter, series };
  return queryOptions({
    queryKey: ["related", slug, query],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/org/{slug}/analysis/related", { params: { path: { slug }, query }, signal })),
  });
}

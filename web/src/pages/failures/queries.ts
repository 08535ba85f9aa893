import { queryOptions } from "@tanstack/react-query";
import type { GroupBy } from "@/analysis/groupBy.ts";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";
import type { RunFilter } from "@/runs/runFilter.ts";

export type Failures = components["schemas"]["FailuresView"];
export type FailingStep = components["schemas"]["FailingStepView"];
export type FailingMeasurements = components["schemas"]["FailingMeasurementsView"];
export type FailingMeasurement = components["schemas"]["FailingMeasurementView"];

export const STEPS_SHOWN = 20;
export const MEASUREMENTS_SHOWN = 20;

/** Where runs fail, with the words of the stands. */
export function failuresQuery(slug: string, filter: RunFilter, split: GroupBy) {
  const query = { ...filter, split, limit: STEPS_SHOWN };
  return queryOptions({
    queryKey: ["analysis", "failures", slug, query],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/failures", { params: { path: { slug }, query }, signal }),
      ),
  });
}

/** Which measurements were bad. */
export function failingMeasurementsQuery(slug: string, filter: RunFilter) {
  const query = { ...filter, limit: MEASUREMENTS_SHOWN };
  return queryOptions({
    queryKey: ["analysis", "failing-measurements", slug, query],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/failing-measurements", {
          params: { path: { slug }, query },
          signal,
        }),
      ),
  });
}

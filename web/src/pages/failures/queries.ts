import { queryOptions } from "@tanstack/react-query";
import type { GroupBy } from "@/analysis/groupBy.ts";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";
import type { RunFilter } from "@/runs/runFilter.ts";

export type Failures = components["schemas"]["FailuresView"];
export type FailingStep = components["schemas"]["FailingStepView"];
export type FailingMeasurements = components["schemas"]["FailingMeasurementsView"];
export type FailingMeasurement = components["schemas"]["FailingMeasurementView"];

/** How many are shown, and how many the server tells at most. */
export const STEPS_SHOWN = 20;
export const STEPS_ALL = 100;
export const MEASUREMENTS_SHOWN = 20;
export const MEASUREMENTS_ALL = 200;

/** Where runs fail, with the words of the stands. */
export function failuresQuery(slug: string, filter: RunFilter, split: GroupBy, limit: number) {
  const query = { ...filter, split, limit };
  return queryOptions({
    queryKey: ["analysis", "failures", slug, query],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/failures", { params: { path: { slug }, query }, signal }),
      ),
  });
}

/** Which measurements were bad. */
export function failingMeasurementsQuery(slug: string, filter: RunFilter, limit: number) {
  const query = { ...filter, limit };
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

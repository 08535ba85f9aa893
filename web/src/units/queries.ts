import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";

export type Unit = components["schemas"]["UnitView"];
export type UnitPlan = components["schemas"]["UnitPlanView"];
export type UnitVerdict = components["schemas"]["UnitVerdict"];
export type UnitRun = components["schemas"]["UnitRun"];
export type UnitParts = components["schemas"]["UnitParts"];
export type UnitParent = components["schemas"]["UnitParent"];
export type UnitAttempts = components["schemas"]["UnitAttempts"];
export type RunComparison = components["schemas"]["RunComparison"];
export type ChangedFact = components["schemas"]["ChangedFactView"];
export type ChangedCase = components["schemas"]["ChangedCaseView"];
export type ChangedMeasurement = components["schemas"]["ChangedMeasurementView"];
export type Measured = components["schemas"]["MeasuredView"];

/** A part number and a serial number. */
export interface UnitKey {
  slug: string;
  part: string;
  serial: string;
}

// What was shown of another unit or run must never stand under the name of this one.
const NOTHING_BEFORE = { placeholderData: undefined };

export function unitQuery({ slug, part, serial }: UnitKey) {
  return queryOptions({
    queryKey: ["unit", slug, part, serial],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/units", {
          params: { path: { slug }, query: { part, serial } },
          signal,
        }),
      ),
    ...NOTHING_BEFORE,
  });
}

export function unitRunsQuery({ slug, part, serial }: UnitKey, order: "newest" | "oldest") {
  return infiniteQueryOptions({
    queryKey: ["unit", slug, part, serial, "runs", order],
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/units/runs", {
          params: { path: { slug }, query: { part, serial, order, after: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    ...NOTHING_BEFORE,
  });
}

export function attemptsQuery(slug: string, runId: string) {
  return queryOptions({
    queryKey: ["unit", slug, "attempts", runId],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/runs/{run_id}/attempts", {
          params: { path: { slug, run_id: runId } },
          signal,
        }),
      ),
    ...NOTHING_BEFORE,
  });
}

/** Two reports never change, so neither does what differs between them. */
export function comparisonQuery(slug: string, before: string, after: string) {
  return queryOptions({
    queryKey: ["comparison", slug, before, after],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/runs/{run_id}/compare/{other_run_id}", {
          params: { path: { slug, run_id: after, other_run_id: before } },
          signal,
        }),
      ),
    staleTime: 600_000,
    ...NOTHING_BEFORE,
  });
}

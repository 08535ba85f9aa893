import { queryOptions } from "@tanstack/react-query";
import type { GroupBy } from "@/analysis/groupBy.ts";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";
import type { Bucket, ChartKind, Counted, Order } from "@/pages/yield/search.ts";
import type { RunFilter } from "@/runs/runFilter.ts";

export type Summary = components["schemas"]["SummaryView"];
export type PeriodFigures = components["schemas"]["PeriodFiguresView"];
export type YieldHistory = components["schemas"]["YieldHistoryView"];
export type YieldPeriod = components["schemas"]["YieldPeriodView"];
export type YieldChart = components["schemas"]["YieldChartView"];
export type YieldChartPeriod = components["schemas"]["YieldChartPeriodView"];
export type YieldGroups = components["schemas"]["YieldGroupsView"];
export type YieldGroup = components["schemas"]["YieldGroupView"];
export type YieldFigures = components["schemas"]["YieldFiguresView"];
export type Share = components["schemas"]["ShareView"];
export type RolledYields = components["schemas"]["RolledYieldsView"];
export type RolledYield = components["schemas"]["RolledYieldView"];

/** Yields of all runs of a filter. */
export function summaryQuery(slug: string, filter: RunFilter) {
  return queryOptions({
    queryKey: ["analysis", "summary", slug, filter],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/summary", {
          params: { path: { slug }, query: filter },
          signal,
        }),
      ),
  });
}

/** Yield over time. */
export function yieldHistoryQuery(slug: string, filter: RunFilter, bucket?: Bucket) {
  const query = { ...filter, bucket };
  return queryOptions({
    queryKey: ["analysis", "history", slug, query],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/org/{slug}/analysis/history", { params: { path: { slug }, query }, signal })),
  });
}

/** The control chart of what failed. */
export function yieldChartQuery(slug: string, filter: RunFilter, asked: ChartQuestion) {
  const query = { ...filter, ...asked };
  return queryOptions({
    queryKey: ["analysis", "yield-chart", slug, query],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/yield-chart", { params: { path: { slug }, query }, signal }),
      ),
  });
}

export interface ChartQuestion {
  bucket?: Bucket;
  of?: Counted;
  kind?: ChartKind;
}

/** Yield by stand, batch and so on. */
export function yieldsQuery(slug: string, filter: RunFilter, by: GroupBy[], order: Order, limit: number) {
  const query = { ...filter, by, order, limit };
  return queryOptions({
    queryKey: ["analysis", "yield", slug, query],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/org/{slug}/analysis/yield", { params: { path: { slug }, query }, signal })),
  });
}

/** The yield of each part over all its processes. */
export function rolledYieldQuery(slug: string, filter: RunFilter) {
  return queryOptions({
    queryKey: ["analysis", "rolled-yield", slug, filter],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/rolled-yield", {
          params: { path: { slug }, query: filter },
          signal,
        }),
      ),
  });
}

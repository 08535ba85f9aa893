import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";
import type { ChartKind, GroupBy } from "@/pages/measurement/search.ts";
import type { RunFilter } from "@/runs/runFilter.ts";

export type Measurement = components["schemas"]["MeasurementView"];
export type Series = components["schemas"]["SeriesView"];
export type Points = components["schemas"]["PointsView"];
export type ControlChart = components["schemas"]["ControlChartView"];
export type Violation = components["schemas"]["ViolationView"];
export type Histogram = components["schemas"]["HistogramView"];
export type Statistics = components["schemas"]["StatisticsView"];
export type Capability = components["schemas"]["SeriesCapabilityView"];
export type Indices = components["schemas"]["IndicesView"];
export type Limits = components["schemas"]["LimitsView"];
export type LimitsOverTime = components["schemas"]["LimitsOverTimeView"];
export type SeriesGroups = components["schemas"]["SeriesGroupsView"];
export type SeriesGroup = components["schemas"]["SeriesGroupView"];
export type WhatIf = components["schemas"]["WhatIfView"];
export type SeriesTexts = components["schemas"]["SeriesTextsView"];
export type TextCount = components["schemas"]["TextCountView"];
export type RuleName = components["schemas"]["RunRuleView"];

/** What a test plan measures. */
export function measurementsQuery(slug: string, plan: string) {
  return queryOptions({
    queryKey: ["measurements", slug, plan],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/measurements", {
          params: { path: { slug }, query: { plan } },
          signal,
        }),
      ),
    staleTime: 60_000,
  });
}

export interface SeriesChoices {
  series: number;
  chart?: ChartKind;
  size?: number;
  rules?: string;
}

/** A measurement over time; the last answer stays until the next is there. */
export function seriesQuery(slug: string, filter: RunFilter, choices: SeriesChoices) {
  const query = { ...filter, ...choices };
  return queryOptions({
    queryKey: ["series", slug, query],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/org/{slug}/analysis/series", { params: { path: { slug }, query }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** The same with more points of a part. What was shown of it stays until the next part is there. */
export function closerQuery(
  slug: string,
  filter: RunFilter,
  choices: SeriesChoices,
  part: { from: number; to: number } | undefined,
) {
  const all = JSON.stringify([filter, choices]);
  const query = { ...filter, ...choices, points_from: part?.from, points_to: part?.to };
  return queryOptions({
    queryKey: ["series-closer", slug, all, part ?? null],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/org/{slug}/analysis/series", { params: { path: { slug }, query }, signal })),
    enabled: part !== undefined,
    placeholderData: (previous: Series | undefined, before) =>
      before?.queryKey[2] === all ? previous : undefined,
  });
}

export function groupsQuery(slug: string, filter: RunFilter, series: number, by: GroupBy) {
  const query = { ...filter, series, by };
  return queryOptions({
    queryKey: ["series-groups", slug, query],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/series/groups", { params: { path: { slug }, query }, signal }),
      ),
  });
}

/** Which texts a text measurement had. */
export function textsQuery(slug: string, filter: RunFilter, series: number) {
  const query = { ...filter, series };
  return queryOptions({
    queryKey: ["series-texts", slug, query],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/series/texts", { params: { path: { slug }, query }, signal }),
      ),
  });
}

export interface TriedLimits {
  lower?: number;
  upper?: number;
}

export function whatIfQuery(slug: string, filter: RunFilter, series: number, limits: TriedLimits) {
  const query = { ...filter, series, ...limits };
  return queryOptions({
    queryKey: ["what-if", slug, query],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/series/what-if", { params: { path: { slug }, query }, signal }),
      ),
    enabled: limits.lower !== undefined || limits.upper !== undefined,
    placeholderData: keepPreviousData,
  });
}

/** Points have numbers, addresses of runs have ids. */
export function numberedRunQuery(slug: string, number: number) {
  return queryOptions({
    queryKey: ["numbered-run", slug, number],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/numbered-run", {
          params: { path: { slug }, query: { number } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

import { queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";
import type { NameField, RunFilter } from "@/runs/runFilter.ts";
import { PAGE_SIZE_DEFAULT, type TableView } from "@/runs/tableView.ts";

export type Overview = components["schemas"]["OverviewView"];
export type Figures = components["schemas"]["FiguresView"];
export type History = components["schemas"]["HistoryView"];
export type HistoryBar = components["schemas"]["HistoryBarView"];
export type HistoryBucket = components["schemas"]["HistoryBucket"];
export type RunPage = components["schemas"]["RunPageView"];
export type RunRow = components["schemas"]["RunRowView"];
export type FilterValue = components["schemas"]["FilterValueView"];

/** The figures of the runs that a filter lets pass. */
export function overviewQuery(slug: string, filter: RunFilter) {
  return queryOptions({
    queryKey: ["overview", slug, filter],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/org/{slug}/overview", { params: { path: { slug }, query: filter }, signal })),
  });
}

/** Passed and not passed, bar by bar. */
export function historyQuery(slug: string, filter: RunFilter, bucket?: HistoryBucket) {
  return queryOptions({
    queryKey: ["history", slug, filter, bucket ?? "auto"],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/history", {
          params: { path: { slug }, query: { ...filter, bucket } },
          signal,
        }),
      ),
  });
}

/** One page of the table. */
export function runsQuery(slug: string, filter: RunFilter, view: TableView) {
  const { page: _, size, ...order } = view;
  const query = { ...filter, ...order, limit: size ?? PAGE_SIZE_DEFAULT };
  return queryOptions({
    queryKey: ["runs", slug, query],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/org/{slug}/runs", { params: { path: { slug }, query }, signal })),
  });
}

const VALUES_OFFERED = 50;

/** What a filter can ask for. */
export function filterValuesQuery(slug: string, field: NameField, search: string) {
  return queryOptions({
    queryKey: ["filter-values", slug, field, search],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/filter-values/{field}", {
          params: { path: { slug, field }, query: { search, limit: VALUES_OFFERED } },
          signal,
        }),
      ),
    staleTime: 60_000,
  });
}

/** The name of a stand whose number stands in the address. */
export function standNameQuery(slug: string, id: number) {
  return queryOptions({
    queryKey: ["stand-name", slug, id],
    queryFn: async ({ signal }) => {
      const found = await answerOf(
        api.GET("/api/v1/org/{slug}/filter-values/{field}", {
          params: { path: { slug, field: "stand" }, query: { id } },
          signal,
        }),
      );
      return found.values[0]?.label ?? null;
    },
    staleTime: 600_000,
  });
}

/** The name of a step whose number stands in the address. */
export function stepNameQuery(slug: string, id: number) {
  return queryOptions({
    queryKey: ["step-name", slug, id],
    queryFn: async ({ signal }) => {
      const found = await answerOf(
        api.GET("/api/v1/org/{slug}/filter-values/{field}", {
          params: { path: { slug, field: "step" }, query: { id } },
          signal,
        }),
      );
      return found.values[0]?.label ?? null;
    },
    staleTime: 600_000,
  });
}

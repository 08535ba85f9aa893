import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { answerOf, api } from "@/api/client.ts";
import { problemOfResponse } from "@/api/problem.ts";
import type { Within } from "@/pages/run/search.ts";

export interface RunAddress {
  slug: string;
  runId: string;
}

/** The run of the page's address. */
export function useRunAddress(): RunAddress {
  return useParams({ from: "/signed-in/o/$slug/runs/$runId" });
}

function pathOf({ slug, runId }: RunAddress) {
  return { slug, run_id: runId };
}

export function runQuery(address: RunAddress) {
  return queryOptions({
    queryKey: ["run", address.slug, address.runId, "page"],
    queryFn: () =>
      answerOf(api.GET("/api/v1/org/{slug}/runs/{run_id}", { params: { path: pathOf(address) } })),
    placeholderData: keepPreviousData,
  });
}

export function useRun(address: RunAddress) {
  return useQuery(runQuery(address));
}

export function useNeighbours(address: RunAddress, within: Within) {
  return useQuery({
    queryKey: ["run", address.slug, address.runId, "neighbours", within],
    queryFn: () =>
      answerOf(
        api.GET("/api/v1/org/{slug}/runs/{run_id}/neighbours", {
          params: { path: pathOf(address), query: { within } },
        }),
      ),
    placeholderData: undefined,
  });
}

/** Void it or bring it back; every figure on every page may change with it. */
export function useVoiding(address: RunAddress, deed: "void" | "restore") {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) => {
      const request = { params: { path: pathOf(address) }, body: { reason } };
      return deed === "void"
        ? answerOf(api.POST("/api/v1/org/{slug}/runs/{run_id}/void", request))
        : answerOf(api.POST("/api/v1/org/{slug}/runs/{run_id}/restore", request));
    },
    onSettled: () => client.invalidateQueries(),
  });
}

export function rawReportAddress({ slug, runId }: RunAddress, download = false): string {
  const path = `/api/v1/org/${encodeURIComponent(slug)}/runs/${encodeURIComponent(runId)}/report`;
  return download ? `${path}?download=1` : path;
}

/** The report as it came, as text. */
export function useRawReport(address: RunAddress, isWanted: boolean) {
  return useQuery({
    queryKey: ["run", address.slug, address.runId, "raw"],
    queryFn: async ({ signal }) => {
      const response = await fetch(rawReportAddress(address), { signal });
      if (!response.ok) throw await problemOfResponse(response);
      return response.text();
    },
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    placeholderData: undefined,
  });
}

export async function fetchMeasurements(
  address: RunAddress,
  module: string,
  testCase: string,
  offset: number,
) {
  return answerOf(
    api.GET("/api/v1/org/{slug}/runs/{run_id}/measurements", {
      params: { path: pathOf(address), query: { module, case: testCase, offset } },
    }),
  );
}

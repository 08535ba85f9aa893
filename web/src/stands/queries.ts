import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";

export type Stand = components["schemas"]["StandView"];
export type StandPage = components["schemas"]["StandPageView"];
export type StandHealth = components["schemas"]["StandHealthView"];
export type StandHealthState = components["schemas"]["StandHealthState"];
export type StandFigures = components["schemas"]["StandFiguresView"];
export type StandInstrument = components["schemas"]["StandInstrumentView"];
export type StandProperty = components["schemas"]["StandPropertyView"];
export type StandEvent = components["schemas"]["StandEventView"];
export type StandEventFile = components["schemas"]["StandEventFileView"];
export type StandEventKind = components["schemas"]["StandEventKindView"];

/** How stands are changes with time alone, so they are asked again even when nothing comes in. */
const REFRESH_MS = 60_000;
const LOG_PAGE = 20;

export function standsQuery(slug: string) {
  return queryOptions({
    queryKey: ["stands", slug],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/org/{slug}/stands", { params: { path: { slug } }, signal })),
    refetchInterval: REFRESH_MS,
  });
}

export function standQuery(slug: string, id: number) {
  return queryOptions({
    queryKey: ["stand", slug, id],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/stands/{stand_id}", {
          params: { path: { slug, stand_id: id } },
          signal,
        }),
      ),
    refetchInterval: REFRESH_MS,
    // The page of one stand must never show another while it is on the way.
    placeholderData: undefined,
  });
}

export function logQuery(slug: string, id: number) {
  return infiniteQueryOptions({
    queryKey: ["stand-log", slug, id],
    queryFn: ({ signal, pageParam }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/stands/{stand_id}/events", {
          params: { path: { slug, stand_id: id }, query: { after: pageParam, limit: LOG_PAGE } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: undefined,
  });
}

export function pictureAddress(slug: string, stand: Stand): string | undefined {
  if (!stand.picture_version) return undefined;
  return `${standAddress(slug, stand.id)}/picture?v=${stand.picture_version}`;
}

export function standAddress(slug: string, id: number): string {
  return `/api/v1/org/${encodeURIComponent(slug)}/stands/${id}`;
}

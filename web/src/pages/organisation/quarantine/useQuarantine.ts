import { queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";

export type Quarantined = components["schemas"]["QuarantineView"];
export type ReportProblem = components["schemas"]["ReportProblemView"];
export type Reprocessed = components["schemas"]["ReprocessView"];

const base = (slug: string) => ["quarantine", slug] as const;

/** What was refused, newest first, page after page. */
export function useQuarantine(slug: string, all: boolean) {
  return useInfiniteQuery({
    queryKey: [...base(slug), "list", all],
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/quarantine", {
          params: { path: { slug }, query: { all, after: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: undefined,
  });
}

export function useQuarantined(slug: string, id: string) {
  return useQuery({
    queryKey: [...base(slug), "one", id],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/org/{slug}/quarantine/{id}", { params: { path: { slug, id } }, signal })),
    placeholderData: undefined,
  });
}

const WAITING_MS = 60_000;

/** How many wait, for the badge of the menu; only Admins may ask. */
export const waitingQuery = (slug: string) =>
  queryOptions({
    queryKey: [...base(slug), "waiting"],
    queryFn: async ({ signal }) => {
      const page = await answerOf(
        api.GET("/api/v1/org/{slug}/quarantine", { params: { path: { slug } }, signal }),
      );
      return page.waiting;
    },
    staleTime: WAITING_MS,
    refetchInterval: WAITING_MS,
    placeholderData: undefined,
  });

export function useReprocess(slug: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => reprocess(slug, id),
    onSettled: () => client.invalidateQueries({ queryKey: base(slug) }),
  });
}

/** One after the other, so that the stands' uploads are not held up; `told` hears how far it is. */
export function useReprocessAll(slug: string, told: (done: number) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (ids: string[]) => {
      let stored = 0;
      for (const [index, id] of ids.entries()) {
        told(index);
        if ((await reprocess(slug, id)).outcome === "stored") stored += 1;
      }
      return { stored, refused: ids.length - stored };
    },
    onSettled: () => client.invalidateQueries({ queryKey: base(slug) }),
  });
}

export function useDiscard(slug: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      api.DELETE("/api/v1/org/{slug}/quarantine/{id}", { params: { path: { slug, id } } }),
    onSuccess: () => client.invalidateQueries({ queryKey: base(slug) }),
  });
}

function reprocess(slug: string, id: string): Promise<Reprocessed> {
  return answerOf(
    api.POST("/api/v1/org/{slug}/quarantine/{id}/reprocess", { params: { path: { slug, id } } }),
  );
}

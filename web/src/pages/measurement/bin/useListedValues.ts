import { useInfiniteQuery } from "@tanstack/react-query";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";
import type { Bin } from "@/pages/measurement/bin/bin.ts";
import type { RunFilter } from "@/runs/runFilter.ts";

export type ListedValue = components["schemas"]["ListedValueView"];

/** The values of a bin with their runs, the newest first, page after page. */
export function useListedValues(slug: string, filter: RunFilter, series: number, bin: Bin) {
  const query = { ...filter, series, ...bin };
  return useInfiniteQuery({
    queryKey: ["series-listed-values", slug, query],
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/analysis/series/listed-values", {
          params: { path: { slug }, query: { ...query, after: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // Values of another bin must never stand under the name of this one.
    placeholderData: undefined,
  });
}

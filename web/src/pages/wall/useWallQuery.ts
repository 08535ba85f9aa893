import { keepPreviousData, type QueryKey, type UseQueryOptions, useQuery } from "@tanstack/react-query";

/** Also without news: a day ends, a stand falls silent. */
const REFRESH_MS = 60_000;

/** A question whose answer stays on the screen: nobody is there to reload the page. */
export function useWallQuery<T, K extends QueryKey>(options: UseQueryOptions<T, Error, T, K>) {
  return useQuery({
    ...options,
    refetchInterval: REFRESH_MS,
    refetchIntervalInBackground: true,
    placeholderData: keepPreviousData,
  });
}

import { QueryClient } from "@tanstack/react-query";
import { isWorthRetrying } from "@/api/problem.ts";

const RETRIES_MAX = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // What was asked for stays on the screen while its successor is on the way.
      placeholderData: (previous: unknown) => previous,
      retry: (failures, error) => failures < RETRIES_MAX && isWorthRetrying(error),
    },
    mutations: { retry: false },
  },
});

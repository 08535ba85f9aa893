import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { listenToOutcomes, tellOutcome } from "@/api/outcome.ts";
import { isWorthRetrying, Problem } from "@/api/problem.ts";

const RETRIES_MAX = 2;

/** Also tells of requests that were sent without the client. */
const tell = (error: unknown) => {
  if (error instanceof Problem) tellOutcome(error);
};

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: tell }),
  mutationCache: new MutationCache({ onError: tell }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // What was asked for stays on the screen while its successor is on the way.
      placeholderData: (previous: unknown) => previous,
      retry: (failures, error) => failures < RETRIES_MAX && isWorthRetrying(error),
      // A browser without a network still reaches a server on its own machine.
      networkMode: "always",
    },
    mutations: { retry: false, networkMode: "always" },
  },
});

// Somebody has signed in anew in another tab: the session has another token for changes now.
listenToOutcomes((outcome) => {
  if (outcome !== "answered" && outcome.code === "out_of_date") {
    void queryClient.refetchQueries({ queryKey: ["session"] });
  }
});

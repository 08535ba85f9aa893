import type { QueryClient } from "@tanstack/react-query";

/** The queries, by the first word of their key, that a new run may change. Their second is the slug. */
const FOLLOWING = new Set(["overview", "history", "stands", "stand", "unit", "run"]);

/** A list of runs, whose rows would move under the eye of whoever reads them. */
const RUNS = "runs";

export type Which = "figures" | "runs";

/** Asks again for what is on the screen, and lets the rest be asked for when it is shown. */
export function refresh(client: QueryClient, slug: string, which: Which): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey }) => queryKey[1] === slug && isOf(queryKey[0], which),
  });
}

/** The same for answers from before the page began to follow: they may lack what came in between. */
export function refreshOlder(client: QueryClient, slug: string, than: number): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey, state }) =>
      queryKey[1] === slug &&
      (isOf(queryKey[0], "figures") || isOf(queryKey[0], "runs")) &&
      state.dataUpdatedAt > 0 &&
      state.dataUpdatedAt < than,
  });
}

function isOf(name: unknown, which: Which): boolean {
  return which === "runs" ? name === RUNS : FOLLOWING.has(String(name));
}

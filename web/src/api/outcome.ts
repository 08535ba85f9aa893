import type { Problem } from "@/api/problem.ts";

/** How a request ended: with an answer, or with this problem. */
export type Outcome = Problem | "answered";

type Listener = (outcome: Outcome) => void;

const listeners = new Set<Listener>();

/** Calls the listener after each request, until the returned function is called. */
export function listenToOutcomes(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** For those who send requests without the client, such as uploads with progress. */
export function tellOutcome(outcome: Outcome) {
  for (const listener of listeners) listener(outcome);
}

import { useSyncExternalStore } from "react";
import type { Outcome } from "@/api/outcome.ts";
import { listenToOutcomes } from "@/api/outcome.ts";

/** What the last requests have told about the way to the server. */
export interface Connection {
  /** `away`: it cannot be reached. `busy`: it says itself that it cannot answer now. */
  server: "here" | "away" | "busy";
  session: "going on" | "ended";
}

export type ConnectionEvent = Outcome | "signed in" | "back";

/** A session that has ended goes on only when somebody has signed in; other answers do not tell. */
export function connectionAfter(before: Connection, event: ConnectionEvent): Connection {
  if (event === "signed in") return { server: "here", session: "going on" };
  if (event === "back" || event === "answered") return { ...before, server: "here" };
  if (event.code === "unreachable") return { ...before, server: "away" };
  if (event.code === "unavailable") return { ...before, server: "busy" };
  if (event.code === "sign_in") return { server: "here", session: "ended" };
  return { ...before, server: "here" };
}

let current: Connection = { server: "here", session: "going on" };
const subscribers = new Set<() => void>();

export function tellConnection(event: ConnectionEvent) {
  const next = connectionAfter(current, event);
  if (next.server === current.server && next.session === current.session) return;
  current = next;
  for (const subscriber of subscribers) subscriber();
}

listenToOutcomes(tellConnection);

export function useConnection(): Connection {
  return useSyncExternalStore(
    (subscriber) => {
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    () => current,
  );
}

const WAIT_MS_MIN = 1_000;
const WAIT_MS_MAX = 10_000;

/** How long to wait before the server is asked again: longer each time. */
export function waitBeforeAttempt(attempt: number): number {
  return Math.min(WAIT_MS_MIN * 1.5 ** attempt, WAIT_MS_MAX);
}

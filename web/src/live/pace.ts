const SHORTEST_MS = 500;
const LONGEST_MS = 30_000;
/** Of its time a page spends at most a fifth on following. */
const REST_PER_WORK = 4;

export interface Pace {
  /** Something is new: refresh now, or as soon as it is time again. */
  ask: () => void;
  stop: () => void;
}

/**
 * Refreshes at once when nothing happened for a while, else at most twice a second, and more seldom when
 * a refresh takes long: many open pages must not hold up the stands. A hidden page waits until it is seen.
 */
export function makePace(refresh: () => Promise<unknown>): Pace {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = false;
  let isResting = false;
  let isStopped = false;

  const run = async () => {
    isWanted = false;
    isResting = true;
    const begin = performance.now();
    await refresh().catch(() => undefined);
    const rest = restAfter(performance.now() - begin);
    if (isStopped) return;
    timer = setTimeout(() => {
      isResting = false;
      runIfWanted();
    }, rest);
  };
  const runIfWanted = () => {
    if (isWanted && !isResting && !isStopped && !document.hidden) void run();
  };
  document.addEventListener("visibilitychange", runIfWanted);
  return {
    ask: () => {
      isWanted = true;
      runIfWanted();
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", runIfWanted);
    },
  };
}

export function restAfter(workMs: number): number {
  return Math.min(Math.max(REST_PER_WORK * workMs, SHORTEST_MS), LONGEST_MS);
}

import type { TriedLimits } from "@/pages/measurement/queries.ts";

/** What is asked: to the server a limit that is left out is none, so a side that nobody moved keeps its own. */
export function askedLimits(tried: TriedLimits, present: TriedLimits): TriedLimits {
  if (tried.lower === undefined && tried.upper === undefined) return {};
  return { lower: tried.lower ?? present.lower, upper: tried.upper ?? present.upper };
}

export function areSameLimits(one: TriedLimits, other: TriedLimits): boolean {
  return one.lower === other.lower && one.upper === other.upper;
}

import type { Limits, TriedLimits } from "@/pages/measurement/queries.ts";

/** Limits as far as they are a range to lie in; what must be equal or outside has no such ends. */
export function rangeOf(limits: Limits | null | undefined): TriedLimits {
  if (limits?.kind !== "inside") return {};
  return { lower: limits.lower ?? undefined, upper: limits.upper ?? undefined };
}

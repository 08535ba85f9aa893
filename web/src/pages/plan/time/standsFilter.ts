import type { RunFilter } from "@/runs/runFilter.ts";

/** All runs of some stands in the same time, whatever else was asked for. */
export function standsFilter(filter: RunFilter, stands: number[]): RunFilter {
  const { range, from, to } = filter;
  const time: RunFilter = {};
  if (range) time.range = range;
  if (from) time.from = from;
  if (to) time.to = to;
  return { ...time, stand: stands };
}

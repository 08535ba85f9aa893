import type { RunModule } from "@/pages/run/types.ts";

interface Timed {
  start?: string | null;
  stop?: string | null;
}

/** The time that a run took, in milliseconds since 1970. */
export interface Span {
  from: number;
  to: number;
}

/** From the first start to the last end of the run and its steps; nothing without any times. */
export function spanOf(run: Timed, modules: RunModule[]): Span | null {
  const all: Timed[] = [run, ...modules, ...modules.flatMap((module) => module.cases)];
  const times = all.flatMap(({ start, stop }) => [start, stop]).filter((time) => time != null);
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of times) {
    const at = new Date(time).getTime();
    from = Math.min(from, at);
    to = Math.max(to, at);
  }
  return to > from ? { from, to } : null;
}

/** Where a step lies in the span, from 0 to 1. */
export function barOf(step: Timed, span: Span | null): { left: number; width: number } | null {
  if (!span || !step.start || !step.stop) return null;
  const length = span.to - span.from;
  const start = new Date(step.start).getTime();
  const width = Math.max(0, new Date(step.stop).getTime() - start) / length;
  return { left: (start - span.from) / length, width };
}

/** HardPy notes whole seconds: what they tell may be off by one. */
export function hasWholeSeconds(modules: RunModule[]): boolean {
  const durations = modules.flatMap((module) => module.cases.map((one) => one.duration_ms));
  const known = durations.filter((duration) => duration != null);
  return known.length > 0 && known.every((duration) => duration % 1000 === 0);
}

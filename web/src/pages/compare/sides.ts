import type { RunFilter } from "@/runs/runFilter.ts";
import { withoutEmpty } from "@/runs/runFilter.ts";
import { daysOf } from "./periods.ts";
import type { CompareKind, CompareSearch } from "./search.ts";

export interface View {
  by: CompareKind;
  /** What each side has of its own; empty until somebody has chosen. */
  a: string[];
  b: string[];
}

/** The last seven days and those before, until somebody chooses: on a Monday a week is nothing yet. */
export function viewOf(search: CompareSearch): View {
  const by = search.by ?? "period";
  const isPeriod = by === "period";
  return {
    by,
    a: known(by, search.a) ?? (isPeriod ? ["before-last-7-days"] : []),
    b: known(by, search.b) ?? (isPeriod ? ["last-7-days"] : []),
  };
}

/** A side of nothing but what is no stand would otherwise be all of them. */
function known(by: CompareKind, values: string[] | undefined): string[] | undefined {
  return by === "stand" ? values?.filter((value) => /^\d{1,15}$/.test(value)) : values;
}

/** What the server is asked; nothing while a side has nothing of its own. */
export interface Sides {
  common: RunFilter;
  a: RunFilter;
  b: RunFilter;
}

export function sidesOf(view: View, filter: RunFilter, today: string): Sides | null {
  const [a, b] = [ownOf(view.by, view.a, today), ownOf(view.by, view.b, today)];
  if (!a || !b) return null;
  const { [view.by as keyof RunFilter]: _, ...rest } = filter;
  const common = view.by === "period" ? { ...rest, range: undefined, from: undefined, to: undefined } : rest;
  return { common: withoutEmpty(common), a, b };
}

/** Whether both sides are the same runs. */
export function areSame(sides: Sides): boolean {
  return JSON.stringify(sides.a) === JSON.stringify(sides.b);
}

/** Whether some runs may count on both sides: then a test of chance does not hold. */
export function areOverlapping({ a, b }: Sides): boolean {
  const share = <Value>(one?: Value[], two?: Value[]) => one?.some((value) => two?.includes(value)) ?? false;
  if (a.from && a.to && b.from && b.to) return a.from <= b.to && b.from <= a.to;
  return share(a.stand, b.stand) || share(a.batch, b.batch) || share(a.revision, b.revision);
}

/** The filter of one side. */
export function filterOfSide(sides: Sides, side: "a" | "b"): RunFilter {
  return { ...sides.common, ...sides[side] };
}

/** The runs of either side: names join, and a time reaches from the first day to the last. */
export function filterOfBoth(sides: Sides): RunFilter {
  const [a, b] = [filterOfSide(sides, "a"), filterOfSide(sides, "b")];
  const days = [a.from, a.to, b.from, b.to].filter((day) => day !== undefined).sort();
  const times = a.from || b.from ? { from: days[0], to: days.at(-1) } : {};
  const joined = <Value>(one?: Value[], two?: Value[]) => (one && two ? [...new Set([...one, ...two])] : one);
  return withoutEmpty({
    ...a,
    ...times,
    stand: joined(a.stand, b.stand),
    batch: joined(a.batch, b.batch),
    revision: joined(a.revision, b.revision),
  });
}

/** As the server reads it: the conditions of a side begin with its letter. */
export function queryOf(sides: Sides): Record<string, unknown> {
  const own = (side: "a" | "b") =>
    Object.entries(sides[side]).map(([name, value]): [string, unknown] => [`${side}.${name}`, value]);
  return { ...sides.common, ...Object.fromEntries([...own("a"), ...own("b")]) };
}

function ownOf(by: CompareKind, values: string[], today: string): RunFilter | null {
  if (values.length === 0) return null;
  switch (by) {
    case "period":
      return daysOf(values[0] ?? "", today);
    case "stand":
      return { stand: values.map(Number).sort((one, two) => one - two) };
    default:
      return { [by]: [...values].sort() };
  }
}

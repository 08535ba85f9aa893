/** Positions on the chart, from 1, both included. */
export interface Stretch {
  from: number;
  to: number;
}

/** What the server tells when nobody asks for more. */
const POINTS_TOLD = 2000;
/** More of the loaded part is seen than one in so many. */
const COARSE_FROM = 3;

/** What is seen of a chart between two places in percent; nothing when that is all. */
export function seenOf(zoom: { start: number; end: number }, total: number): Stretch | undefined {
  if (zoom.start <= 0.01 && zoom.end >= 99.99) return undefined;
  const place = (percent: number) => 1 + ((Math.max(total, 2) - 1) * percent) / 100;
  const from = Math.min(total, Math.ceil(place(zoom.start)));
  return { from, to: Math.max(from, Math.floor(place(zoom.end))) };
}

/**
 * The part to load more finely for what is seen. It reaches beyond it, so that moving on is not empty, and
 * stays while it is fine enough.
 */
export function partFor(seen: Stretch, loaded: Stretch | undefined, total: number): Stretch {
  const holds = loaded !== undefined && loaded.from <= seen.from && loaded.to >= seen.to;
  if (holds && (lengthOf(loaded) <= POINTS_TOLD || lengthOf(loaded) <= COARSE_FROM * lengthOf(seen))) {
    return loaded;
  }
  const beyond = Math.ceil(lengthOf(seen) / 2);
  return { from: Math.max(1, seen.from - beyond), to: Math.min(total, seen.to + beyond) };
}

export function lengthOf({ from, to }: Stretch): number {
  return to - from + 1;
}

/** How many of ascending positions are in a stretch. */
export function countIn(positions: number[], { from, to }: Stretch): number {
  return positions.filter((position) => position >= from && position <= to).length;
}

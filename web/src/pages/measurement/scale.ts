/** How much further a picture reaches so that the limits are in it. */
const WIDENED_MAX = 3;
const ROOM = 0.06;
/** No axis reaches further, either way: what lies between its ends must be a number, too. */
const FURTHEST = Number.MAX_VALUE / 2;

export interface Scale {
  min: number;
  max: number;
  /** Limits that are not in the picture, because the values would be a flat line. */
  hasHidden: boolean;
}

/** A scale with all that must be seen, and the limits when the values do not become a flat line by them. */
export function scaleOf(must: number[], limits: (number | null | undefined)[]): Scale | undefined {
  const seen = must.filter(Number.isFinite);
  if (seen.length === 0) return undefined;
  const low = seen.reduce((one, other) => Math.min(one, other));
  const high = seen.reduce((one, other) => Math.max(one, other));
  const range = spanOf(low, high) || Math.abs(high) * 0.01 || 1;
  const given = limits.filter(
    (limit): limit is number => typeof limit === "number" && Number.isFinite(limit),
  );
  const shown = given.filter(
    (limit) => limit >= high - WIDENED_MAX * range && limit <= low + WIDENED_MAX * range,
  );
  const all = [low, high, ...shown];
  const [min, max] = [Math.min(...all), Math.max(...all)];
  const room = (spanOf(min, max) || range) * ROOM;
  return {
    min: Math.max(min - room, -FURTHEST),
    max: Math.min(max + room, FURTHEST),
    hasHidden: shown.length < given.length,
  };
}

/** From −1e308 to 1e308 it is more than a number can hold. */
function spanOf(low: number, high: number): number {
  return Math.min(high - low, Number.MAX_VALUE);
}

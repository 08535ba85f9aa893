/** What is known of values and of the limits that they should keep. */
export interface Spread {
  mean: number;
  sigma: number;
  minimum: number;
  maximum: number;
  lower: number | null;
  upper: number | null;
}

/** From 0 to 1 on the bar. */
export interface SpreadGeometry {
  /** Where the limits allow values. */
  allowed: [number, number];
  marks: number[];
  /** Mean ± 3 sigma, as far as the bar goes. */
  box: [number, number];
  /** From the least to the largest value, as far as the bar goes. */
  line: [number, number];
  mean: number;
  isCutLeft: boolean;
  isCutRight: boolean;
}

const MARGIN = 0.2;

/** Limits stand at fixed places, so that rows can be compared; nothing without a limit. */
export function spreadGeometry(spread: Spread): SpreadGeometry | null {
  const scale = scaleOf(spread);
  if (!scale) return null;
  const place = (value: number) => (value - scale.from) / (scale.to - scale.from);
  const cut = (at: number) => Math.min(1, Math.max(0, at));
  const { mean, sigma, lower, upper } = spread;
  const [least, largest] = [place(spread.minimum), place(spread.maximum)];
  return {
    allowed: [lower === null ? 0 : cut(place(lower)), upper === null ? 1 : cut(place(upper))],
    marks: [lower, upper].filter((limit) => limit !== null).map(place),
    box: [cut(place(mean - 3 * sigma)), cut(place(mean + 3 * sigma))],
    line: [cut(least), cut(largest)],
    mean: cut(place(mean)),
    isCutLeft: least < -1e-9,
    isCutRight: largest > 1 + 1e-9,
  };
}

/** The values at the two ends of the bar. */
function scaleOf(spread: Spread): { from: number; to: number } | null {
  const { lower, upper, mean, sigma, minimum, maximum } = spread;
  if (lower !== null && upper !== null) {
    const margin = ((upper - lower) * MARGIN) / (1 - 2 * MARGIN);
    return margin > 0 ? { from: lower - margin, to: upper + margin } : null;
  }
  const limit = lower ?? upper;
  if (limit === null) return null;
  // One limit gives no scale: all values and the limit are on the bar.
  const least = Math.min(limit, minimum, mean - 3 * sigma);
  const most = Math.max(limit, maximum, mean + 3 * sigma);
  const margin = (most - least) * 0.1 || Math.abs(limit) || 1;
  return { from: least - margin, to: most + margin };
}

const PADDING = 3;

/** The line through the numbers, from the least at the bottom to the largest at the top. */
export function sparklinePath(
  values: number[],
  width: number,
  height: number,
): { path: string; last: { x: number; y: number } } | null {
  const finite = values.filter(Number.isFinite);
  if (finite.length < 2) return null;
  const least = Math.min(...finite);
  const span = Math.max(...finite) - least;
  const step = (width - 2 * PADDING) / (finite.length - 1);
  const round = (number: number) => Math.round(number * 10) / 10;
  const points = finite.map((value, at) => {
    // Equal numbers are a level line in the middle.
    const share = span > 0 ? (value - least) / span : 0.5;
    return { x: round(PADDING + at * step), y: round(height - PADDING - share * (height - 2 * PADDING)) };
  });
  const path = points.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${x} ${y}`).join(" ");
  return { path, last: points.at(-1) ?? { x: 0, y: 0 } };
}

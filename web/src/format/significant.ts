/** Further digits are of binary arithmetic alone. */
export const DIGITS_MAX = 15;
/** So many of a spread say how fine the values are of which it is one. */
const DIGITS_OF_SPREAD = 2;

/**
 * A number with so many significant digits. Only decimals are cut: what stands before the decimal point
 * stays, up to the digits that a number can hold. Where a spread is known, its first two digits are seen.
 */
export function significant(value: number, digits: number, spread?: number | null): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const first = placeOf(value);
  const isSpread = typeof spread === "number" && Number.isFinite(spread) && spread > 0;
  const forSpread = isSpread ? first - placeOf(spread) + DIGITS_OF_SPREAD : 0;
  const beforePoint = first + 1 <= DIGITS_MAX ? first + 1 : 0;
  return Number(value.toPrecision(Math.min(DIGITS_MAX, Math.max(digits, forSpread, beforePoint))));
}

/** The power of ten of its first digit. */
function placeOf(value: number): number {
  return Number(value.toExponential().split("e")[1]);
}

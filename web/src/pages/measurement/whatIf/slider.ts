import type { Scale } from "@/pages/measurement/scale.ts";

const STEPS = 200;

/** A step that people say: 1, 2 or 5 times a power of ten, some two hundred of them. */
export function sliderStep({ min, max }: Pick<Scale, "min" | "max">): number {
  const wanted = (max - min) / STEPS;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 2, 5, 10].find((factor) => factor * power >= wanted) ?? 10;
  return Number((factor * power).toPrecision(3));
}

/** Both thumbs; a limit that there is not stands at the end. */
export function withinSlider(
  limits: { lower?: number | null; upper?: number | null },
  { min, max }: Pick<Scale, "min" | "max">,
): [number, number] {
  const clamp = (value: number) => Math.min(max, Math.max(min, value));
  const lower = clamp(limits.lower ?? min);
  const upper = clamp(limits.upper ?? max);
  return lower <= upper ? [lower, upper] : [upper, lower];
}

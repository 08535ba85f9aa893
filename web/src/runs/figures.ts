import { percentText } from "@/format/number.ts";
import type { Figures } from "@/runs/queries.ts";

/** How a figure has changed against the period before. */
export interface Change {
  /** With sign and unit: "+1.2 points". Empty when nothing has changed. */
  text: string;
  direction: "up" | "down" | "same";
  /** Whether that is what one wants. */
  meaning: "good" | "bad" | "neutral";
}

/** Tests: what counts in yield. */
export function testsOf(figures: Figures): number {
  return figures.passed + figures.not_passed;
}

/** The change of a count or a duration in percent of what it was. */
export function relativeChange(now: number | null, before: number | null): Change | null {
  if (now === null || before === null || before === 0) return null;
  const percent = (100 * (now - before)) / before;
  return { text: `${signed(percent, 1)} %`, direction: directionOf(percent), meaning: "neutral" };
}

/** The change of a share in percentage points. */
export function shareChange(
  now: [number, number],
  before: [number, number],
  up: "good" | "bad",
): Change | null {
  if (now[1] === 0 || before[1] === 0) return null;
  const points = 100 * (now[0] / now[1] - before[0] / before[1]);
  const direction = directionOf(points);
  const down = up === "good" ? "bad" : "good";
  const meaning = direction === "same" ? "neutral" : direction === "up" ? up : down;
  return { text: `${signed(points, 1)} points`, direction, meaning };
}

/** The share of tests that passed, or did not. */
export function shareText(part: number, figures: Figures): string {
  return percentText(part, testsOf(figures));
}

function directionOf(change: number): Change["direction"] {
  if (Math.abs(change) < 0.05) return "same";
  return change > 0 ? "up" : "down";
}

/** With a true minus, so that it is as wide as the plus. */
function signed(value: number, digits: number): string {
  const text = Math.abs(value) >= 1000 ? Math.abs(value).toFixed(0) : Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return `±0`;
  return `${value > 0 ? "+" : "−"}${text}`;
}

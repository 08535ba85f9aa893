import { limitText, valueText } from "@/format/number.ts";
import type { RunMeasurement } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";

const t = texts.run.limits;

/** Signs before the lower and the upper limit of each way to compare inside a range. */
const INSIDE: Record<string, [string, string]> = {
  gele: ["", ""],
  gtlt: ["> ", "< "],
  gelt: ["", "< "],
  gtle: ["> ", ""],
};
const OUTSIDE: Record<string, [string, string]> = {
  ltgt: ["< ", "> "],
  lege: ["≤ ", "≥ "],
  legt: ["≤ ", "> "],
  ltge: ["< ", "≥ "],
};
const ONE: Record<string, string> = { eq: "=", ne: "≠", gt: ">", ge: "≥", lt: "<", le: "≤" };

/** What the limits of a measurement mean for where its value lies. */
export type Zone =
  | { kind: "inside"; lower: number; upper: number }
  | { kind: "outside"; lower: number; upper: number }
  | { kind: "above"; lower: number }
  | { kind: "below"; upper: number }
  | { kind: "equal"; wanted: number }
  | { kind: "unequal"; wanted: number };

/** Limits in words: "4.9 … 5.1", "≥ 3", "= OK". Nothing when the value was only noted. */
export function limitsText(measurement: RunMeasurement): string | null {
  const { operation, lower_limit: lower, upper_limit: upper, comparison_value: wanted } = measurement;
  if (operation && operation in ONE) {
    if (wanted === null || wanted === undefined) return null;
    return `${ONE[operation]} ${plainText(wanted)}`;
  }
  const outside = operation ? OUTSIDE[operation] : undefined;
  if (outside && isNumber(lower) && isNumber(upper)) {
    return `${outside[0]}${limitText(lower)} ${t.or} ${outside[1]}${limitText(upper)}`;
  }
  const [before, after] = (operation && INSIDE[operation]) || ["", ""];
  if (isNumber(lower) && isNumber(upper)) {
    return `${before}${limitText(lower)} … ${after}${limitText(upper)}`;
  }
  if (isNumber(lower)) return `${before.trim() || "≥"} ${limitText(lower)}`;
  if (isNumber(upper)) return `${after.trim() || "≤"} ${limitText(upper)}`;
  return null;
}

/** Where a numeric value may lie. Nothing for texts, and where there is nothing to compare with. */
export function zoneOf(measurement: RunMeasurement): Zone | null {
  const { operation, lower_limit: lower, upper_limit: upper, comparison_value: wanted } = measurement;
  if (typeof measurement.value !== "number") return null;
  if (operation && operation in ONE) return typeof wanted === "number" ? oneSided(operation, wanted) : null;
  if (isNumber(lower) && isNumber(upper)) {
    if (operation && operation in OUTSIDE) return { kind: "outside", lower, upper };
    return lower === upper ? { kind: "equal", wanted: lower } : { kind: "inside", lower, upper };
  }
  if (isNumber(lower)) return { kind: "above", lower };
  if (isNumber(upper)) return { kind: "below", upper };
  return null;
}

function oneSided(operation: string, wanted: number): Zone {
  if (operation === "eq") return { kind: "equal", wanted };
  if (operation === "ne") return { kind: "unequal", wanted };
  return operation.startsWith("g") ? { kind: "above", lower: wanted } : { kind: "below", upper: wanted };
}

/** The same for those who do not see the picture. */
export function positionText(value: number, zone: Zone): string {
  const by = (distance: number) => valueText(Math.abs(distance));
  switch (zone.kind) {
    case "inside":
      if (value < zone.lower) return t.below(by(zone.lower - value));
      if (value > zone.upper) return t.above(by(value - zone.upper));
      return t.inside(`${Math.round((100 * (value - zone.lower)) / (zone.upper - zone.lower))} %`);
    case "outside":
      return value > zone.lower && value < zone.upper ? t.insideZone : t.outsideZone;
    case "above":
      return value < zone.lower ? t.below(by(zone.lower - value)) : t.insideOne;
    case "below":
      return value > zone.upper ? t.above(by(value - zone.upper)) : t.insideOne;
    default:
      return value === zone.wanted ? t.equal : t.unequal(by(value - zone.wanted));
  }
}

/** From 0 to 1 on the bar: the stretches in which a value passes, the marks of the limits, the value. */
export interface BarGeometry {
  stretches: [number, number][];
  marks: number[];
  value: number;
  /** The value lies beyond what the bar shows. */
  isCut: "left" | "right" | null;
}

const EDGE = 0.03;

export function barGeometry(value: number, zone: Zone): BarGeometry {
  const { place, stretches, marks } = scaleOf(value, zone);
  const at = place(value);
  const isCut = at < EDGE ? "left" : at > 1 - EDGE ? "right" : null;
  return { stretches, marks, value: Math.min(1 - EDGE, Math.max(EDGE, at)), isCut };
}

function scaleOf(value: number, zone: Zone) {
  if (zone.kind === "inside" || zone.kind === "outside") {
    const [left, right] = [0.22, 0.78];
    const place = linear(zone.lower, left, (right - left) / (zone.upper - zone.lower || 1));
    const inner: [number, number][] = [[left, right]];
    const outer: [number, number][] = [
      [0, left],
      [right, 1],
    ];
    return { place, marks: [left, right], stretches: zone.kind === "inside" ? inner : outer };
  }
  // One limit gives no scale, so it is chosen such that the value is always on the bar.
  const limit = limitOf(zone);
  const span = Math.max(Math.abs(limit) / 2, Math.abs(value - limit) * 1.2) || 1;
  const at = zone.kind === "above" ? 0.3 : zone.kind === "below" ? 0.7 : 0.5;
  const room = Math.min(at, 1 - at);
  const passSide = 1 - room;
  const isPassSide = zone.kind === "above" ? value >= limit : value <= limit;
  const reach = (zone.kind === "above" || zone.kind === "below") && isPassSide ? passSide : room;
  return { place: linear(limit, at, reach / span), marks: [at], stretches: passing(zone, at) };
}

function passing(zone: Zone, at: number): [number, number][] {
  if (zone.kind === "above") return [[at, 1]];
  if (zone.kind === "below") return [[0, at]];
  return zone.kind === "unequal" ? [[0, 1]] : [];
}

function limitOf(zone: Exclude<Zone, { kind: "inside" } | { kind: "outside" }>): number {
  if (zone.kind === "above") return zone.lower;
  return zone.kind === "below" ? zone.upper : zone.wanted;
}

function linear(from: number, at: number, scale: number) {
  return (value: number) => at + (value - from) * scale;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function plainText(value: number | string): string {
  return typeof value === "number" ? valueText(value) : value;
}

import { valueText } from "@/format/number.ts";
import type { Histogram } from "@/pages/measurement/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.bin;

/** From its lower edge, included, to its upper one, not included; open beyond the ends of a histogram. */
export interface Bin {
  min?: number;
  max?: number;
  /** Not a bin, but all values that the stands called bad. */
  result?: "failed";
}

export interface CountedBin extends Bin {
  count: number;
}

/** In the address, for the values that the stands called bad. */
export const BAD_VALUES = "bad";

/** As it stands in the address: "3.2..3.25", "..3.2", "5.5..", "bad". */
export function binAddress({ min, max, result }: Bin): string {
  if (result) return BAD_VALUES;
  return `${min ?? ""}..${max ?? ""}`;
}

export function readBin(address: unknown): Bin | undefined {
  if (address === BAD_VALUES) return { result: "failed" };
  const found = typeof address === "string" ? /^([-+.\de]*?)\.\.([-+.\de]*)$/i.exec(address) : null;
  if (!found) return undefined;
  const [min, max] = [found[1], found[2]].map((text) => (text ? Number(text) : undefined));
  const isNumber = (bound: number | undefined) => bound === undefined || Number.isFinite(bound);
  if (!isNumber(min) || !isNumber(max) || (min === undefined && max === undefined)) return undefined;
  if (min !== undefined && max !== undefined && min >= max) return undefined;
  return { min, max };
}

/** All that hold a value, with what lies beyond the first and the last one. */
export function countedBins({ edges, counts, below, above }: Histogram): CountedBin[] {
  const inside = counts.map((count, at) => ({ min: edges[at], max: edges[at + 1], count }));
  const all: CountedBin[] = [{ max: edges[0], count: below }, ...inside, { min: edges.at(-1), count: above }];
  return all.filter((bin) => bin.count > 0);
}

/** "Values from 3.20 to 3.25 V". */
export function binTitle(bin: Bin, unit: string): string {
  return bin.result ? words.bad : words.title(binText(bin, unit));
}

/** "from 3.20 to 3.25 V". */
export function binText({ min, max }: Bin, unit: string): string {
  const [from, to] = sameDigits(min, max);
  const withUnit = (text: string) => (unit ? `${text} ${unit}` : text);
  if (from === undefined) return words.below(withUnit(to ?? ""));
  return to === undefined ? words.above(withUnit(from)) : words.between(from, withUnit(to));
}

/** Edges beside each other have as many decimals. */
function sameDigits(...edges: (number | undefined)[]): (string | undefined)[] {
  const [from, to] = edges;
  const width = from === undefined || to === undefined ? undefined : to - from;
  const shown = edges.map((edge) => (edge === undefined ? undefined : valueText(edge, width)));
  if (shown.some((text) => text?.includes("e"))) return shown;
  const decimals = Math.max(...shown.map((text) => text?.split(".")[1]?.length ?? 0));
  return edges.map((edge) => edge?.toFixed(decimals));
}

import { valueText } from "@/format/number.ts";
import type { Histogram } from "@/pages/measurement/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.bin;

/** From its lower edge, included, to its upper one, not included; open beyond the ends of a histogram. */
export interface Bin {
  min?: number;
  max?: number;
}

export interface CountedBin extends Bin {
  count: number;
}

/** As it stands in the address: "3.2..3.25", "..3.2", "5.5..". */
export function binAddress({ min, max }: Bin): string {
  return `${min ?? ""}..${max ?? ""}`;
}

export function readBin(address: unknown): Bin | undefined {
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

/** "from 3.20 to 3.25 V". */
export function binText({ min, max }: Bin, unit: string): string {
  const [from, to] = sameDigits(min, max);
  const withUnit = (text: string) => (unit ? `${text} ${unit}` : text);
  if (from === undefined) return words.below(withUnit(to ?? ""));
  return to === undefined ? words.above(withUnit(from)) : words.between(from, withUnit(to));
}

/** Edges beside each other have as many decimals. */
function sameDigits(...edges: (number | undefined)[]): (string | undefined)[] {
  const shown = edges.map((edge) => (edge === undefined ? undefined : valueText(edge)));
  if (shown.some((text) => text?.includes("e"))) return shown;
  const decimals = Math.max(...shown.map((text) => text?.split(".")[1]?.length ?? 0));
  return edges.map((edge) => edge?.toFixed(decimals));
}

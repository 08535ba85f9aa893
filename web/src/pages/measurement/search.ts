import { type AnalysisSearch, analysisSearch } from "@/analysis/search.ts";
import { binAddress, readBin } from "@/pages/measurement/bin/bin.ts";
import { withoutEmpty } from "@/runs/runFilter.ts";

export const CHART_KINDS = ["individuals", "mean_range", "mean_sigma", "ewma", "cusum"] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

/** What the values can be told apart by. */
export const GROUPS_BY = ["stand", "batch", "revision", "part", "operator", "process"] as const;
export type GroupBy = (typeof GROUPS_BY)[number];

/** What of the page is in the address. */
export interface MeasurementSearch extends AnalysisSearch {
  /** Which measurement; a chooser is shown without it. */
  series?: number;
  chart?: ChartKind;
  /** Values of a subgroup. */
  size?: number;
  /** Names of rules with commas between them, or the name of a set. */
  rules?: string;
  by?: GroupBy;
  /** How groups are drawn side by side; boxes when it is left out. */
  view?: "curves";
  /** The measurement that it is compared with. */
  other?: number;
  /** The limits that are tried. */
  lower?: number;
  upper?: number;
  /** The bin of the histogram whose values are listed. */
  bin?: string;
  /** What the list of measurements is searched for. */
  find?: string;
}

export function measurementSearch(search: Record<string, unknown>): MeasurementSearch {
  const size = wholeOf(search.size);
  const bin = readBin(search.bin);
  return withoutEmpty({
    ...analysisSearch(search),
    series: wholeOf(search.series),
    chart: CHART_KINDS.find((kind) => kind === search.chart),
    size: size !== undefined && size >= 2 && size <= 25 ? size : undefined,
    rules:
      typeof search.rules === "string" && /^[a-z_,]{1,400}$/.test(search.rules) ? search.rules : undefined,
    by: GROUPS_BY.find((by) => by === search.by),
    view: search.view === "curves" ? search.view : undefined,
    other: wholeOf(search.other),
    lower: numberOf(search.lower),
    upper: numberOf(search.upper),
    bin: bin && binAddress(bin),
    find: typeof search.find === "string" ? search.find.slice(0, 200) : undefined,
  });
}

function wholeOf(value: unknown): number | undefined {
  const number = Number(value);
  return value !== undefined && value !== null && value !== "" && Number.isSafeInteger(number) && number >= 0
    ? number
    : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

import type { CapabilityRow } from "../queries.ts";
import type { CapabilitySort } from "../search.ts";
import { measurementName, stepName } from "./measurementName.ts";

export interface Order {
  sort: CapabilitySort;
  direction: "asc" | "desc";
}

/** Where a column begins when it is first sorted by. */
export const FIRST_DIRECTION: Record<CapabilitySort, "asc" | "desc"> = {
  risk: "asc",
  name: "asc",
  failed: "desc",
  ppk: "asc",
  cpk: "asc",
  trend: "desc",
  values: "desc",
};

/** The rows whose names hold every word, in the wanted order; the server's order is that of the risk. */
export function shownRows(rows: CapabilityRow[], find: string, order: Order): CapabilityRow[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter((row) => words.every((word) => textOf(row).includes(word)));
  if (order.sort === "risk") return order.direction === "asc" ? found : found.reverse();
  return found.sort((one, two) => compare(one, two, order));
}

function textOf(row: CapabilityRow): string {
  return `${measurementName(row.measurement)} ${stepName(row.measurement)}`.toLowerCase();
}

/** What has no figure comes last in both directions. */
function compare(one: CapabilityRow, two: CapabilityRow, { sort, direction }: Order): number {
  const sign = direction === "asc" ? 1 : -1;
  if (sort === "name") return sign * textOf(one).localeCompare(textOf(two), undefined, { numeric: true });
  const [first, second] = [figureOf(one, sort), figureOf(two, sort)];
  if (first === null || second === null) return Number(first === null) - Number(second === null);
  return sign * (first - second);
}

function figureOf(row: CapabilityRow, sort: CapabilitySort): number | null {
  switch (sort) {
    case "failed":
      return row.failed.share ?? null;
    case "ppk":
      return row.ppk ?? null;
    case "cpk":
      return row.cpk ?? null;
    case "trend":
      return row.drift ? Math.abs(row.drift.effect_sigmas) : null;
    default:
      return row.values;
  }
}

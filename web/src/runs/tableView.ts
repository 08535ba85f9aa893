import { withoutEmpty } from "@/runs/runFilter.ts";

export const SORTS = [
  "start",
  "duration",
  "attempt",
  "status",
  "plan",
  "part",
  "stand",
  "batch",
  "process",
  "operator",
] as const;
export type RunSort = (typeof SORTS)[number];
export type SortDirection = "asc" | "desc";

export const PAGE_SIZES = [25, 50, 100, 200] as const;
export const PAGE_SIZE_DEFAULT = 50;

/** What of a table is in the address. */
export interface TableView {
  sort?: RunSort;
  direction?: SortDirection;
  size?: number;
  /** Where the page begins, in the server's words, and which page it is. */
  cursor?: string;
  page?: number;
}

export function tableViewOf(search: Record<string, unknown>): TableView {
  const page = Number(search.page);
  const cursor = typeof search.cursor === "string" ? search.cursor : undefined;
  return withoutEmpty({
    sort: SORTS.find((sort) => sort === search.sort),
    direction: search.direction === "asc" || search.direction === "desc" ? search.direction : undefined,
    size: PAGE_SIZES.find((size) => size === Number(search.size)),
    cursor,
    page: cursor && Number.isSafeInteger(page) && page > 1 ? page : undefined,
  });
}

/** Another list begins at its first page. */
export function firstPage(view: TableView): TableView {
  return withoutEmpty({ ...view, cursor: undefined, page: undefined });
}

/** A first click sorts names upwards and numbers downwards, a second one turns it round. */
export function sortedBy(view: TableView, sort: RunSort): TableView {
  const isSame = (view.sort ?? "start") === sort;
  const before = view.direction ?? "desc";
  const isNumber = sort === "start" || sort === "duration" || sort === "attempt";
  const begin: SortDirection = isNumber ? "desc" : "asc";
  const direction = isSame ? (before === "asc" ? "desc" : "asc") : begin;
  return firstPage({ ...view, sort, direction });
}

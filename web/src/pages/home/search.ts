/** What of the view is in the address. */
export interface HomeSearch {
  range?: string;
}

export function homeSearch(search: Record<string, unknown>): HomeSearch {
  return typeof search.range === "string" ? { range: search.range } : {};
}

import { type HomeSearch, homeSearch } from "@/pages/home/search.ts";

/** The server tells the runs behind a figure as a query; this is the same for the address of Home. */
export function runsBehind(query: string): HomeSearch {
  const search: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    search[name] = [...(search[name] ?? []), value];
  }
  const one = (name: string) => search[name]?.[0];
  return homeSearch({
    ...search,
    range: one("range"),
    from: one("from"),
    to: one("to"),
    attempt: one("attempt"),
  });
}

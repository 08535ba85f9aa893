import { queryClient } from "@/app/queryClient.ts";
import { type HomeSearch, homeFilterOf } from "@/pages/home/search.ts";
import { historyQuery, overviewQuery, runsQuery } from "@/runs/queries.ts";
import { tableViewOf } from "@/runs/tableView.ts";

/** Asks for all that Home shows while the page itself is still being loaded. */
export function beginHome(slug: string, search: HomeSearch) {
  const filter = homeFilterOf(search);
  void queryClient.prefetchQuery(overviewQuery(slug, filter));
  void queryClient.prefetchQuery(historyQuery(slug, filter));
  void queryClient.prefetchQuery(runsQuery(slug, filter, tableViewOf({ ...search })));
}

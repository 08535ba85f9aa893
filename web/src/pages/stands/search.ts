import { type HomeSearch, homeSearch } from "@/pages/home/search.ts";
import { HEALTH_STATES } from "@/stands/health.ts";
import type { StandHealthState } from "@/stands/queries.ts";

/** What of the list is in the address. */
export interface StandsSearch {
  text?: string;
  health?: StandHealthState;
  view?: "table";
}

export function standsSearch(search: Record<string, unknown>): StandsSearch {
  const found: StandsSearch = {};
  if (typeof search.text === "string" && search.text) found.text = search.text.slice(0, 200);
  const health = HEALTH_STATES.find((state) => state === search.health);
  if (health) found.health = health;
  if (search.view === "table") found.view = "table";
  return found;
}

/** The runs of the stand come first and need no word in the address. */
export const STAND_TABS = ["runs", "log", "equipment"] as const;
export type StandTab = (typeof STAND_TABS)[number];

/** What of the page of a stand is in the address: the part that is shown, and which runs. */
export type StandSearch = HomeSearch & { tab?: Exclude<StandTab, "runs"> };

export function standSearch(search: Record<string, unknown>): StandSearch {
  const found: StandSearch = homeSearch(search);
  return search.tab === "log" || search.tab === "equipment" ? { ...found, tab: search.tab } : found;
}

const WITHIN = ["all", "plan", "stand", "part", "unit"] as const;
export type Within = (typeof WITHIN)[number];

/** What of the view is in the address, so that a failure can be shown to somebody else. */
export interface RunSearch {
  /** The case that is looked at: its module's id and its own. */
  case?: string;
  /** Only what did not pass. */
  failed?: boolean;
  /** Among which runs previous and next lead; all when not given. */
  within?: Within;
}

export function runSearch(search: Record<string, unknown>): RunSearch {
  const found: RunSearch = {};
  if (typeof search.case === "string" && search.case.includes("::")) found.case = search.case;
  if (search.failed === true) found.failed = true;
  const within = WITHIN.find((known) => known === search.within);
  if (within && within !== "all") found.within = within;
  return found;
}

/** Only a case's id can hold `::`, as that of a parametrised one does. */
export function caseKey(moduleId: string, caseId: string): string {
  return `${moduleId}::${caseId}`;
}

export const WITHIN_CHOICES = WITHIN;

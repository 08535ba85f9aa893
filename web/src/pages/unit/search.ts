/** What of the unit's page is in the address. */
export interface UnitSearch {
  /** Newest first when it is not there. */
  order?: "oldest";
  /** Two runs that are compared. */
  before?: string;
  after?: string;
}

export function unitSearch(search: Record<string, unknown>): UnitSearch {
  const { order, before, after } = search;
  return {
    ...(order === "oldest" && { order }),
    ...(typeof before === "string" && typeof after === "string" && { before, after }),
  };
}

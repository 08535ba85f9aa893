/** What of the administration's view is in the address. */
export interface OrganisationSearch {
  /** The form for adding is open: it is so again after signing in again. */
  add?: boolean;
  action?: string;
  text?: string;
  from?: string;
  to?: string;
}

export function organisationSearch(search: Record<string, unknown>): OrganisationSearch {
  const found: OrganisationSearch = {};
  if (search.add === true) found.add = true;
  for (const name of ["action", "text", "from", "to"] as const) {
    const value = search[name];
    if ((typeof value === "string" && value !== "") || typeof value === "number") found[name] = String(value);
  }
  return found;
}

import type { OrganisationSearch } from "@/pages/organisation/search.ts";

/** What of the audit log is shown. */
export type AuditFilter = Pick<OrganisationSearch, "action" | "text" | "from" | "to">;

/** Only what is set, so that it can stand in an address. */
export function filterOf(search: OrganisationSearch): AuditFilter {
  const filter: AuditFilter = {};
  for (const name of ["action", "text", "from", "to"] as const) {
    if (search[name]) filter[name] = search[name];
  }
  return filter;
}

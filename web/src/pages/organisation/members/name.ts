import type { Member } from "@/pages/organisation/queries.ts";

/** What to call a person. */
export function nameOf(member: Member): string {
  return member.name || member.email;
}

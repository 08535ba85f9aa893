import type { Organisation, Session } from "@/session/session.ts";

const KEY = "standcloud.own-organisation";

/** Kept as long as the tab, so that leaving the demo leads back to where the person came from. */
export function rememberOwn(slug: string | undefined) {
  if (slug) sessionStorage.setItem(KEY, slug);
}

export function ownOrganisation(session: Session): Organisation | undefined {
  const slug = sessionStorage.getItem(KEY);
  return session.organisations.find((own) => own.slug === slug) ?? session.organisations[0];
}

import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { answerOf, api, setCsrfToken } from "@/api/client.ts";
import { Problem } from "@/api/problem.ts";
import type { components } from "@/api/schema.d.ts";

export type Session = components["schemas"]["SessionView"];
export type Organisation = components["schemas"]["OrganisationView"];

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async () => {
    const session = await answerOf(api.GET("/api/v1/session"));
    setCsrfToken(session.csrf);
    return session;
  },
  staleTime: 60_000,
});

export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

export function findOrganisation(session: Session, slug: string): Organisation | undefined {
  if (session.demo?.slug === slug) return session.demo;
  return session.organisations.find((organisation) => organisation.slug === slug);
}

/** The organisation whose pages are shown. Only below `/o/$slug`, where the route has checked it. */
export function useOrganisation(): Organisation {
  const session = useSession();
  const { slug } = useParams({ strict: false });
  const organisation = findOrganisation(session, slug ?? "");
  if (!organisation)
    throw new Problem("not_found", "This organisation does not exist, or it is not for you.");
  return organisation;
}

/** Where to prove that one is still there, and to come back from. */
export function signInAgainAddress(here: string): string {
  return `/auth/sign-in/again?${new URLSearchParams({ return_to: here })}`;
}

/** Where to sign in, and to come back from. */
export function signInAddress(here: string): string {
  return `/auth/sign-in?${new URLSearchParams({ return_to: here })}`;
}

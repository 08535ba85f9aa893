import { queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";

export type Member = components["schemas"]["MemberView"];
export type Role = components["schemas"]["RoleView"];
export type Scope = components["schemas"]["ScopeView"];
export type Invitation = components["schemas"]["InvitationView"];
export type MadeInvitation = components["schemas"]["MadeInvitation"];
export type ApiKey = components["schemas"]["ApiKeyView"];
export type MadeApiKey = components["schemas"]["MadeApiKey"];
export type ConnectedStand = components["schemas"]["ConnectedStandView"];
export type Application = components["schemas"]["ApplicationView"];
export type Credentials = components["schemas"]["ApplicationCredentials"];
export type TokenWay = components["schemas"]["TokenWayView"];
export type Settings = components["schemas"]["SettingsBody"];
export type Holdings = components["schemas"]["HoldingsView"];
export type AuditEvent = components["schemas"]["AuditEventView"];

/** Where an organisation is in the path of a request. */
export function inOrganisation(slug: string) {
  return { params: { path: { slug } } };
}

export const membersQuery = (slug: string) =>
  queryOptions({
    queryKey: ["members", slug],
    queryFn: () => answerOf(api.GET("/api/v1/org/{slug}/members", inOrganisation(slug))),
  });

export const invitationsQuery = (slug: string) =>
  queryOptions({
    queryKey: ["invitations", slug],
    queryFn: () => answerOf(api.GET("/api/v1/org/{slug}/invitations", inOrganisation(slug))),
  });

export const keysQuery = (slug: string) =>
  queryOptions({
    queryKey: ["api-keys", slug],
    queryFn: () => answerOf(api.GET("/api/v1/org/{slug}/api-keys", inOrganisation(slug))),
  });

export const connectedStandsQuery = (slug: string) =>
  queryOptions({
    queryKey: ["connected-stands", slug],
    queryFn: () => answerOf(api.GET("/api/v1/org/{slug}/connected-stands", inOrganisation(slug))),
  });

export const applicationsQuery = (slug: string) =>
  queryOptions({
    queryKey: ["applications", slug],
    queryFn: () => answerOf(api.GET("/api/v1/org/{slug}/applications", inOrganisation(slug))),
  });

export const settingsQuery = (slug: string) =>
  queryOptions({
    queryKey: ["settings", slug],
    queryFn: () => answerOf(api.GET("/api/v1/org/{slug}/settings", inOrganisation(slug))),
  });

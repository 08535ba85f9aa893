import { queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";

export type Profile = components["schemas"]["ProfileView"];
export type WaysIn = components["schemas"]["WaysInView"];
export type OwnSession = components["schemas"]["SessionOfPerson"];

export const profileQuery = queryOptions({
  queryKey: ["profile"],
  queryFn: () => answerOf(api.GET("/api/v1/profile")),
});

import type { components } from "@/api/schema.d.ts";

type Schemas = components["schemas"];

export type RunData = Schemas["RunPage"];
export type RunReport = Schemas["RunReport"];
export type RunModule = Schemas["RunModule"];
export type RunCase = Schemas["RunCase"];
export type RunMeasurement = Schemas["RunMeasurement"];
export type RunFailure = Schemas["RunFailure"];
export type RunChart = Schemas["RunChart"];
export type RunArtifact = Schemas["RunArtifact"];
export type RunInfo = Schemas["RunInfo"];
export type RunVoid = Schemas["RunVoid"];
export type RunNeighbour = Schemas["RunNeighbour"];

export function hasFailed(status: RunData["status"] | null | undefined): boolean {
  return status === "failed" || status === "error";
}

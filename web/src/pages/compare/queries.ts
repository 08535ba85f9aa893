import { queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";
import { queryOf, type Sides } from "./sides.ts";

export type Comparison = components["schemas"]["CompareView"];
export type Difference = components["schemas"]["ShareDifferenceView"];
export type StepDifference = components["schemas"]["StepDifferenceView"];
export type MeasurementDifference = components["schemas"]["MeasurementDifferenceView"];
export type Verdict = components["schemas"]["VerdictView"];

/** What differs between two sides. */
export function comparisonQuery(slug: string, sides: Sides) {
  const query = queryOf(sides);
  return queryOptions({
    queryKey: ["analysis-compare", slug, query],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/org/{slug}/analysis/compare", { params: { path: { slug }, query }, signal })),
  });
}

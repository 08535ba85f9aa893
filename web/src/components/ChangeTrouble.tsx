import { problemOf } from "@/api/problem.ts";
import { Trouble } from "@/components/Trouble.tsx";

/** Why a change was not made, beside what was typed. `except` are fields that say it themselves. */
export function ChangeTrouble({ error, except = [] }: { error: unknown; except?: string[] }) {
  if (!error) return null;
  const { field } = problemOf(error);
  if (field && except.includes(field)) return null;
  return <Trouble error={error} />;
}

/** What is wrong with one field of the form, to stand at that field. */
export function fieldTrouble(error: unknown, field: string): string | undefined {
  if (!error) return undefined;
  const problem = problemOf(error);
  return problem.code === "invalid" && problem.field === field ? problem.message : undefined;
}

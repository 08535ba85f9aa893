import type { FailingStep } from "@/pages/failures/queries.ts";

/** As the stand calls it, else by its id. */
export function caseName(step: Pick<FailingStep, "case_name" | "case">): string {
  return step.case_name || step.case;
}

export function moduleName(step: Pick<FailingStep, "module_name" | "module">): string {
  return step.module_name || step.module;
}

import { caseKey } from "@/pages/run/search.ts";
import { hasFailed, type RunCase, type RunModule } from "@/pages/run/types.ts";

const CASES_FEW = 12;
const MEASUREMENTS_FEW = 16;

/** Which modules and cases are open before anybody has touched them. */
export function openAtFirst(modules: RunModule[], selected: string | undefined): Set<string> {
  const cases = modules.flatMap((module) => module.cases);
  const isSmall = cases.length <= CASES_FEW;
  const measured = cases.reduce((sum, one) => sum + one.measurement_count, 0);
  const open = new Set<string>();
  for (const module of modules) {
    for (const testCase of module.cases) {
      const key = caseKey(module.id, testCase.id);
      const isWanted = hasFailed(testCase.status) || key === selected;
      if (isWanted) open.add(module.id);
      if (isWanted || (isSmall && measured <= MEASUREMENTS_FEW && hasDetails(testCase))) open.add(key);
    }
    if (isSmall || hasFailed(module.status)) open.add(module.id);
  }
  return open;
}

/** Every module and case. */
export function allSteps(modules: RunModule[]): Set<string> {
  const cases = modules.flatMap((module) => module.cases.map((one) => caseKey(module.id, one.id)));
  return new Set([...modules.map((module) => module.id), ...cases]);
}

export function hasDetails(testCase: RunCase): boolean {
  return Boolean(
    testCase.assertion_message ||
      testCase.messages.length > 0 ||
      testCase.measurement_count > 0 ||
      testCase.chart ||
      testCase.artifact,
  );
}

/** Only what did not pass, with the modules that it belongs to. */
export function onlyFailed(modules: RunModule[]): RunModule[] {
  const kept = modules.map((module) => ({
    ...module,
    cases: module.cases.filter((testCase) => hasFailed(testCase.status)),
  }));
  return kept.filter((module) => module.cases.length > 0 || hasFailed(module.status));
}

const GROUPS = ["setup", "main", "teardown"] as const;

/** Setup, main and teardown, in this order; those that have no module are left out. */
export function groupsOf(modules: RunModule[]) {
  const groups = GROUPS.map((group) => ({
    group,
    modules: modules.filter((module) => module.group === group),
  }));
  return groups.filter((group) => group.modules.length > 0);
}

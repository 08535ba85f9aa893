import { useQuery } from "@tanstack/react-query";
import type { RunFilter } from "@/runs/runFilter.ts";
import { timeUseQuery } from "./queries.ts";
import { standsFilter } from "./standsFilter.ts";

/**
 * The question about a plan, or about all runs of the stands that tested it: a stand that tests another
 * plan meanwhile is not idle. The second one waits for the first, which tells the stands.
 */
export function useStandTimes(slug: string, filter: RunFilter, breakMinutes: number, isOfPlan: boolean) {
  const ofPlan = timeUseQuery(slug, filter, breakMinutes);
  const plan = useQuery(ofPlan);
  const stands = plan.data?.stands.map((stand) => Number(stand.stand.value)) ?? [];
  const whole = standsFilter(filter, stands);
  const isWhole = !isOfPlan && stands.length > 0;
  return isWhole
    ? { asked: timeUseQuery(slug, whole, breakMinutes), filter: whole }
    : { asked: ofPlan, filter };
}

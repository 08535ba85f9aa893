import type { RolledYield, Share } from "@/pages/yield/queries.ts";

/** Of the yields that are multiplied, that of the fewest units: the product is no surer than that. */
export function ofFewestUnits(stages: RolledYield["stages"]): Share | undefined {
  const shares = stages.filter((stage) => !stage.is_repair).map((stage) => stage.first_pass);
  return shares.sort((one, other) => one.all - other.all)[0];
}

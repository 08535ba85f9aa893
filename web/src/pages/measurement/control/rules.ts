import type { RuleName } from "@/pages/measurement/queries.ts";

export const RULES: RuleName[] = [
  "beyond_three_sigma",
  "two_of_three_beyond_two_sigma",
  "four_of_five_beyond_one_sigma",
  "eight_on_one_side",
  "nine_on_one_side",
  "six_rising_or_falling",
  "fourteen_alternating",
  "fifteen_within_one_sigma",
  "eight_beyond_one_sigma",
];

/** The sets that have a name; the usual one stands in no address. */
export const RULE_SETS = {
  default: ["beyond_three_sigma", "nine_on_one_side"],
  beyond_three_sigma: ["beyond_three_sigma"],
  western_electric: RULES.slice(0, 4),
  nelson: RULES.filter((rule) => rule !== "eight_on_one_side"),
} as const satisfies Record<string, readonly RuleName[]>;
export type RuleSetName = keyof typeof RULE_SETS;

/** Reads what the address says. */
export function rulesOf(text: string | undefined): RuleName[] {
  if (text === undefined) return [...RULE_SETS.default];
  if (text in RULE_SETS) return [...RULE_SETS[text as RuleSetName]];
  return RULES.filter((rule) => text.split(",").includes(rule));
}

/** What stands in the address: the shortest name. */
export function rulesText(rules: readonly RuleName[]): string | undefined {
  const set = setOf(rules);
  if (set) return set === "default" ? undefined : set;
  return rules.length === 0 ? "none" : RULES.filter((rule) => rules.includes(rule)).join(",");
}

export function setOf(rules: readonly RuleName[]): RuleSetName | undefined {
  const names = Object.keys(RULE_SETS) as RuleSetName[];
  const isSame = (set: readonly RuleName[]) =>
    set.length === rules.length && set.every((rule) => rules.includes(rule));
  return names.find((name) => isSame(RULE_SETS[name]));
}

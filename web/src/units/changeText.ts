import { limitText, percentText, valueText } from "@/format/number.ts";
import { texts } from "@/texts/index.ts";
import type { ChangedFact, ChangedMeasurement, Measured, UnitRun } from "@/units/queries.ts";

/** "Operator", "Stand: rack", "Instrument: DMM". */
export function factLabel(fact: Pick<ChangedFact, "scope" | "name">): string {
  const known = texts.changes.names[`${fact.scope}.${fact.name}`];
  if (known) return known;
  const scope = texts.changes.scopes[fact.scope];
  return scope ? `${scope}: ${fact.name}` : fact.name;
}

/** The name, or the place of one that has none; "#2" tells equal names apart. */
export function measurementLabel(change: Pick<ChangedMeasurement, "name" | "position" | "occurrence">) {
  const name = change.name ?? texts.changes.unnamed(change.position + 1);
  return change.name && change.occurrence > 0 ? `${name} #${change.occurrence + 1}` : name;
}

/** A number with its unit, or a text as it is. */
export function measuredText(side: Pick<Measured, "value">, unit?: string | null): string {
  if (typeof side.value === "string") return side.value;
  return unit ? `${valueText(side.value)} ${unit}` : valueText(side.value);
}

type Limits = Pick<Measured, "operation" | "comparison_value" | "lower_limit" | "upper_limit">;

const ONE_SIDED: Record<string, string> = { eq: "=", ne: "≠", gt: ">", ge: "≥", lt: "<", le: "≤" };
/** What encloses the range: inclusive as a square bracket, exclusive as a round one. */
const INSIDE: Record<string, [string, string]> = {
  gtlt: ["(", ")"],
  gele: ["[", "]"],
  gelt: ["[", ")"],
  gtle: ["(", "]"],
};

/** What the value was compared with, as "≤ 3.3" or "4.5 … 5.5"; empty without limits. */
export function limitsText(limits: Limits): string {
  const { operation, comparison_value: compared, lower_limit: lower, upper_limit: upper } = limits;
  const value = (of: number | string | null | undefined) =>
    typeof of === "number" ? limitText(of) : (of ?? "?");
  if (operation && operation in ONE_SIDED) return `${ONE_SIDED[operation]} ${value(compared)}`;
  if (lower == null && upper == null) return compared == null ? "" : `= ${value(compared)}`;
  if (operation && operation in INSIDE) {
    const [open, close] = INSIDE[operation] ?? ["", ""];
    const range = `${value(lower)} … ${value(upper)}`;
    return operation === "gele" ? range : `${open}${range}${close}`;
  }
  if (operation) return `${texts.changes.outside} ${value(lower)} … ${value(upper)}`;
  if (lower == null) return `≤ ${value(upper)}`;
  if (upper == null) return `≥ ${value(lower)}`;
  return `${value(lower)} … ${value(upper)}`;
}

/** "+0.25 V"; nothing without two numbers. */
export function differenceText(change: Pick<ChangedMeasurement, "difference" | "unit">): string | undefined {
  const { difference, unit } = change;
  if (difference == null) return undefined;
  const sign = difference > 0 ? "+" : "";
  return `${sign}${valueText(difference).replace("-", "−")}${unit ? ` ${unit}` : ""}`;
}

/** "12 %", with one decimal below ten. */
export function shareText(share: number): string {
  const percent = Math.abs(share) * 100;
  return percent < 10 ? percentText(percent, 100) : `${percent.toFixed(0)} %`;
}

/** "Power › Voltage: 5.6 V is too much": where a run failed, and why when it says so. */
export function failureText(failure: NonNullable<UnitRun["failure"]>): string {
  const module = failure.module_name ?? failure.module_id;
  const step = `${module} › ${failure.case_name ?? failure.case_id}`;
  return failure.message ? `${step}: ${failure.message}` : step;
}

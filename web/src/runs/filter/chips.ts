import { NAME_FIELDS, type NameField, type RunFilter, withoutEmpty } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

export interface Chip {
  key: string;
  field: string;
  value: string;
  /** The filter once this is taken away. */
  without: RunFilter;
}

/** What numbers of the address are called. */
export interface ChipNames {
  stands: Map<number, string>;
  steps: Map<number, string>;
}

/** One chip for each value, in the order of the bar. */
export function chipsOf(filter: RunFilter, known: ChipNames): Chip[] {
  const words = texts.runs.filter;
  const standNames = known.stands;
  const drop = (field: Exclude<NameField, "stand"> | "serial", value: string) =>
    withoutEmpty({ ...filter, [field]: filter[field]?.filter((other) => other !== value) });
  const serials = (filter.serial ?? []).map((value) => ({
    key: `serial:${value}`,
    field: words.serial,
    value,
    without: drop("serial", value),
  }));
  const names = NAME_FIELDS.flatMap((field): Chip[] => {
    if (field === "stand") {
      return (filter.stand ?? []).map((id) => ({
        key: `stand:${id}`,
        field: words.fields.stand,
        value: standNames.get(id) ?? words.unknownStand(id),
        without: withoutEmpty({ ...filter, stand: filter.stand?.filter((other) => other !== id) }),
      }));
    }
    return (filter[field] ?? []).map((value) => ({
      key: `${field}:${value}`,
      field: words.fields[field],
      value: field === "tag" ? tagText(value) : value || words.none,
      without: drop(field, value),
    }));
  });
  const statuses = (filter.status ?? []).map((status) => ({
    key: `status:${status}`,
    field: words.status,
    value: texts.status[status],
    without: withoutEmpty({ ...filter, status: filter.status?.filter((other) => other !== status) }),
  }));
  return [...serials, ...names, ...statuses, ...numberChips(filter, known)];
}

/** Attempt, error codes and failed steps. */
function numberChips(filter: RunFilter, known: ChipNames): Chip[] {
  const words = texts.runs.filter;
  const drop = (field: "error_code" | "step", value: number) =>
    withoutEmpty({ ...filter, [field]: filter[field]?.filter((other) => other !== value) });
  const attempts = filter.attempt === undefined ? [] : [filter.attempt];
  return [
    ...attempts.map((attempt) => ({
      key: "attempt",
      field: words.attempt,
      value: attempt === "first" ? words.firstTest : attempt,
      without: withoutEmpty({ ...filter, attempt: undefined }),
    })),
    ...(filter.error_code ?? []).map((code) => ({
      key: `error_code:${code}`,
      field: words.errorCode,
      value: String(code),
      without: drop("error_code", code),
    })),
    ...(filter.step ?? []).map((step) => ({
      key: `step:${step}`,
      field: words.step,
      value: step === 0 ? words.none : (known.steps.get(step) ?? words.unknownStep(step)),
      without: drop("step", step),
    })),
  ];
}

/** "dut:firmware=1.2" for people. */
function tagText(tag: string): string {
  const rest = tag.slice(tag.indexOf(":") + 1);
  const at = rest.indexOf("=");
  return `${rest.slice(0, at)} = ${rest.slice(at + 1)}`;
}

import { NAME_FIELDS, type RunFilter, withoutEmpty } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

export interface Chip {
  key: string;
  field: string;
  value: string;
  /** The filter once this is taken away. */
  without: RunFilter;
}

/** One chip for each value, in the order of the bar. */
export function chipsOf(filter: RunFilter, standNames: Map<number, string>): Chip[] {
  const words = texts.runs.filter;
  const drop = <K extends "plan" | "part" | "serial" | "batch" | "process" | "operator" | "tag">(
    field: K,
    value: string,
  ) => withoutEmpty({ ...filter, [field]: filter[field]?.filter((other) => other !== value) });
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
      value: field === "tag" ? tagText(value) : value,
      without: drop(field, value),
    }));
  });
  const statuses = (filter.status ?? []).map((status) => ({
    key: `status:${status}`,
    field: words.status,
    value: texts.status[status],
    without: withoutEmpty({ ...filter, status: filter.status?.filter((other) => other !== status) }),
  }));
  return [...serials, ...names, ...statuses];
}

/** "dut:firmware=1.2" for people. */
function tagText(tag: string): string {
  const rest = tag.slice(tag.indexOf(":") + 1);
  const at = rest.indexOf("=");
  return `${rest.slice(0, at)} = ${rest.slice(at + 1)}`;
}

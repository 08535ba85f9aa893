import { Select } from "@mantine/core";
import { GROUP_BY, type GroupBy } from "@/analysis/groupBy.ts";
import { texts } from "@/texts/index.ts";

/** Chooses what figures are told apart by. */
export function GroupSelect(props: {
  label: string;
  value: GroupBy | undefined;
  onChange: (value: GroupBy | undefined) => void;
  /** Cannot be chosen, because another one is it already. */
  without?: GroupBy;
  /** The name of "nothing"; without it something is always chosen. */
  none?: string;
}) {
  const fields = texts.runs.filter.fields;
  const choices = GROUP_BY.filter((by) => by !== props.without);
  const options = choices.map((by) => ({ value: by as string, label: fields[by] }));
  const none = props.none === undefined ? [] : [{ value: "", label: props.none }];
  return (
    <Select
      size="xs"
      w={140}
      aria-label={props.label}
      data={[...none, ...options]}
      value={props.value ?? ""}
      allowDeselect={false}
      onChange={(value) => props.onChange(GROUP_BY.find((by) => by === value))}
    />
  );
}

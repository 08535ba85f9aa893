import { Group } from "@mantine/core";
import { StatusSelect } from "@/runs/filter/StatusSelect.tsx";
import { ValueSelect } from "@/runs/filter/ValueSelect.tsx";
import {
  NAME_FIELDS,
  type NameField,
  type RunFilter,
  valuesOf,
  withStatuses,
  withValues,
} from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

/** Every condition but the time. */
export function FilterBar(props: {
  slug: string;
  filter: RunFilter;
  onChange: (filter: RunFilter) => void;
  /** What the page itself has decided. */
  without?: NameField[];
}) {
  const { slug, filter, onChange } = props;
  const fields = NAME_FIELDS.filter((field) => !props.without?.includes(field));
  return (
    <Group gap={6} role="group" aria-label={texts.runs.filter.label}>
      <StatusSelect
        chosen={filter.status ?? []}
        onChange={(statuses) => onChange(withStatuses(filter, statuses))}
      />
      {fields.map((field) => (
        <ValueSelect
          key={field}
          slug={slug}
          field={field}
          chosen={valuesOf(filter, field)}
          onChange={(values) => onChange(withValues(filter, field, values))}
        />
      ))}
    </Group>
  );
}

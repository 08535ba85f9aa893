import { Group, Pill } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ValueSelect } from "@/runs/filter/ValueSelect.tsx";
import { standNameQuery } from "@/runs/queries.ts";
import type { NameField } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

/** Stands, batches or revisions of one side. */
export function NamesChooser(props: {
  slug: string;
  field: NameField & ("stand" | "batch" | "revision");
  chosen: string[];
  onChange: (values: string[]) => void;
}) {
  const { slug, field, chosen, onChange } = props;
  return (
    <Group gap={6} flex={1}>
      <ValueSelect slug={slug} field={field} chosen={chosen} onChange={onChange} />
      {chosen.map((value) => (
        <ChosenName
          key={value}
          slug={slug}
          field={field}
          value={value}
          onRemove={() => onChange(chosen.filter((other) => other !== value))}
        />
      ))}
    </Group>
  );
}

function ChosenName(props: { slug: string; field: NameField; value: string; onRemove: () => void }) {
  const isStand = props.field === "stand";
  const stand = useQuery({ ...standNameQuery(props.slug, Number(props.value)), enabled: isStand });
  const name = isStand ? (stand.data ?? `#${props.value}`) : props.value;
  return (
    <Pill
      size="md"
      withRemoveButton
      onRemove={props.onRemove}
      removeButtonProps={{ "aria-label": texts.compare.remove(name) }}
    >
      {name}
    </Pill>
  );
}

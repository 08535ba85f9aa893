import { Combobox, Group, Text } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { FilterValue } from "@/runs/queries.ts";
import type { NameField } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

export function ValueOption(props: { field: NameField; value: FilterValue; isChosen: boolean }) {
  const { value, isChosen } = props;
  const scope = value.detail ?? "";
  const detail = props.field === "tag" ? texts.runs.filter.scopes[scope] : scope;
  return (
    <Combobox.Option value={value.value} active={isChosen} aria-selected={isChosen}>
      <Group gap={8} wrap="nowrap" align="flex-start">
        <IconCheck size={16} stroke={2} style={{ flex: "none", opacity: isChosen ? 1 : 0, marginTop: 2 }} />
        <div style={{ minWidth: 0 }}>
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {value.label}
          </Text>
          {detail && (
            <Text size="xs" c="dimmed" truncate>
              {detail}
            </Text>
          )}
        </div>
      </Group>
    </Combobox.Option>
  );
}

import { Button, Combobox, Group, useCombobox } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import { type RunStatus, StatusBadge } from "@/components/StatusBadge.tsx";
import { STATUSES } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

/** How runs ended. */
export function StatusSelect(props: { chosen: RunStatus[]; onChange: (statuses: RunStatus[]) => void }) {
  const { chosen, onChange } = props;
  const label = texts.runs.filter.status;
  const combobox = useCombobox();
  const toggle = (value: string) =>
    onChange(STATUSES.filter((status) => (status === value) !== chosen.includes(status)));
  return (
    <Combobox store={combobox} width={180} position="bottom-start" withinPortal onOptionSubmit={toggle}>
      <Combobox.Target targetType="button">
        <Button
          size="xs"
          variant={chosen.length > 0 ? "light" : "default"}
          fw={500}
          rightSection={<IconChevronDown size={14} stroke={1.8} />}
          onClick={() => combobox.toggleDropdown()}
        >
          {chosen.length > 0 ? `${label} (${chosen.length})` : label}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options aria-label={label}>
          {STATUSES.map((status) => (
            <Combobox.Option key={status} value={status} aria-selected={chosen.includes(status)}>
              <Group gap={8} wrap="nowrap">
                <IconCheck size={16} stroke={2} style={{ opacity: chosen.includes(status) ? 1 : 0 }} />
                <StatusBadge status={status} />
              </Group>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

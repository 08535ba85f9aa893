import { Button, Checkbox, Popover, Stack } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { COLUMNS, COLUMNS_SHOWN, type Column, type ColumnName } from "@/runs/table/columns.tsx";
import { texts } from "@/texts/index.ts";

/** Which columns the table shows. The last one cannot be hidden. */
export function ColumnChooser(props: { shown: Column[]; onChange: (names: ColumnName[]) => void }) {
  const words = texts.runs.table;
  const names = props.shown.map((column) => column.name);
  const toggle = (name: ColumnName, isShown: boolean) =>
    props.onChange(isShown ? [...names, name] : names.filter((other) => other !== name));
  return (
    <Popover position="bottom-end" withinPortal trapFocus shadow="md">
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={<IconColumns3 size={16} stroke={1.6} />}>
          {words.choose}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={6} role="group" aria-label={words.chooseLabel}>
          {COLUMNS.map(({ name }) => (
            <Checkbox
              key={name}
              size="sm"
              label={words.columns[name]}
              checked={names.includes(name)}
              disabled={names.length === 1 && names.includes(name)}
              onChange={(event) => toggle(name, event.currentTarget.checked)}
            />
          ))}
          <Button variant="subtle" size="xs" onClick={() => props.onChange(COLUMNS_SHOWN)}>
            {words.reset}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

import { Button, Group, Stack, Table, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { TableFrame } from "@/components/TableFrame.tsx";
import { texts } from "@/texts/index.ts";
import classes from "./units.module.css";

const ROWS_AT_FIRST = 8;

/** One kind of change as a table: the most telling rows, and the others on request. */
export function ChangeSection<T>(props: {
  title: string;
  list: { changed: T[]; changed_count: number; compared_count: number };
  columns: string[];
  minWidth: number;
  row: (change: T) => ReactNode;
}) {
  const { list, columns } = props;
  const [showsAll, all] = useDisclosure(false);
  const rows = showsAll ? list.changed : list.changed.slice(0, ROWS_AT_FIRST);
  return (
    <Stack gap={6} component="section" aria-label={props.title}>
      <Group gap="xs" align="baseline">
        <Text fw={600} size="sm">
          {props.title}
        </Text>
        <Text size="xs" c="dimmed">
          {list.changed_count > 0
            ? texts.changes.counted(list.changed_count, list.compared_count)
            : texts.changes.none(list.compared_count)}
        </Text>
      </Group>
      {rows.length > 0 && (
        <TableFrame minWidth={props.minWidth} className={classes.frame}>
          <Table verticalSpacing={6} className={classes.changes}>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column} scope="col">
                    {column}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>{rows.map(props.row)}</Table.Tbody>
          </Table>
        </TableFrame>
      )}
      {list.changed.length > ROWS_AT_FIRST && (
        <Group gap="sm">
          <Button variant="default" size="compact-sm" onClick={all.toggle} aria-expanded={showsAll}>
            {showsAll ? texts.changes.showFewer : texts.changes.showAll(list.changed.length)}
          </Button>
          {list.changed.length < list.changed_count && (
            <Text size="xs" c="dimmed">
              {texts.changes.cut(list.changed.length, list.changed_count)}
            </Text>
          )}
        </Group>
      )}
    </Stack>
  );
}

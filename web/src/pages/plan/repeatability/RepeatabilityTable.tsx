import { Button, Table } from "@mantine/core";
import { useState } from "react";
import { SortHead } from "@/analysis/SortHead.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import type { RepeatabilityRow } from "./queries.ts";
import { RepeatabilityTableRow } from "./RepeatabilityTableRow.tsx";

/** More rows at once make scrolling slow, and nobody reads them. */
const PAGE = 100;

/** The measurements, those that can be trusted least first. */
export function RepeatabilityTable(props: {
  slug: string;
  filter: RunFilter;
  rows: RepeatabilityRow[];
  /** The series that is looked at. */
  open?: number;
  onOpen: (series: number) => void;
}) {
  const { rows } = props;
  const [shown, setShown] = useState(PAGE);
  const { columns, hints, more } = texts.repeatability;
  return (
    <>
      <TableFrame minWidth={980}>
        <Table verticalSpacing={6} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <SortHead label={columns.name} />
              <SortHead label={columns.verdict} hint={hints.verdict} />
              <SortHead label={columns.behind} />
              <SortHead label={columns.tolerance} hint={hints.tolerance} isNumber />
              <SortHead label={columns.repeatability} hint={hints.repeatability} isNumber />
              <SortHead label={columns.units} hint={hints.units} isNumber />
              <SortHead label={columns.study} hint={hints.study} isNumber />
              <SortHead label={columns.categories} hint={hints.categories} isNumber />
              <SortHead label={columns.limits} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, shown).map((row) => (
              <RepeatabilityTableRow
                key={row.measurement.series}
                slug={props.slug}
                filter={props.filter}
                row={row}
                isOpen={row.measurement.series === props.open}
                onOpen={() => props.onOpen(row.measurement.series)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
      {rows.length > shown && (
        <Button variant="default" size="xs" mx="auto" onClick={() => setShown(shown + PAGE)}>
          {more}
        </Button>
      )}
    </>
  );
}

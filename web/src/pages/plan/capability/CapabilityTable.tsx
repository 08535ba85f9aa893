import { Button, Table } from "@mantine/core";
import { useState } from "react";
import { SortHead } from "@/analysis/SortHead.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import type { CapabilityRow } from "../queries.ts";
import type { CapabilitySort } from "../search.ts";
import { CapabilityTableRow } from "./CapabilityTableRow.tsx";

/** More rows at once make scrolling slow, and nobody reads them. */
const PAGE = 100;

/** The measurements, one a row. */
export function CapabilityTable(props: {
  slug: string;
  filter: RunFilter;
  rows: CapabilityRow[];
  sort: CapabilitySort;
  direction: "asc" | "desc";
  onSort: (sort: CapabilitySort) => void;
}) {
  const { rows, sort, direction, onSort } = props;
  const [shown, setShown] = useState(PAGE);
  const { columns, hints, more } = texts.plan.capability;
  const head = { sorted: sort, direction, onSort };
  return (
    <>
      <TableFrame minWidth={1120}>
        <Table verticalSpacing={6} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <SortHead {...head} name="name" label={columns.name} />
              <SortHead {...head} name="risk" label={columns.risk} hint={hints.risk} />
              <SortHead {...head} name="failed" label={columns.failed} hint={hints.failed} isNumber />
              <SortHead {...head} name="ppk" label={columns.ppk} hint={hints.ppk} isNumber />
              <SortHead {...head} name="trend" label={columns.trend} hint={hints.trend} />
              <SortHead label={columns.spread} hint={hints.spread} />
              <SortHead label={columns.limits} />
              <SortHead label={columns.mean} isNumber />
              <SortHead label={columns.sigma} hint={hints.sigma} isNumber />
              <SortHead {...head} name="cpk" label={columns.cpk} hint={hints.cpk} isNumber />
              <SortHead {...head} name="values" label={columns.values} isNumber />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, shown).map((row) => (
              <CapabilityTableRow
                key={row.measurement.series}
                slug={props.slug}
                filter={props.filter}
                row={row}
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

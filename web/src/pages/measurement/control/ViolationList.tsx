import { Button, Table, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { useOpenRun } from "@/analysis/useOpenRun.ts";
import { TableFrame } from "@/components/TableFrame.tsx";
import { figureText } from "@/format/figure.ts";
import { instantText } from "@/format/instant.ts";
import { countText } from "@/format/number.ts";
import type { Series, Violation } from "@/pages/measurement/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.control;
const SHOWN = 50;

/** The marked points as a list, for those who do not see or cannot click the picture; the latest first. */
export function ViolationList(props: { slug: string; series: Series }) {
  const [isOpen, setOpen] = useState(false);
  const { violations } = props.series.chart;
  if (violations.length === 0) return null;
  return (
    <div>
      <Button size="compact-sm" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {words.list} ({countText(Math.min(SHOWN, violations.length))})
      </Button>
      {isOpen && <List {...props} violations={violations.slice(-SHOWN).reverse()} />}
    </div>
  );
}

function List(props: { slug: string; series: Series; violations: Violation[] }) {
  const openRun = useOpenRun(props.slug);
  const unit = props.series.measurement.unit;
  return (
    <TableFrame minWidth={560}>
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th ta="right">{words.listPoint}</Table.Th>
            <Table.Th ta="right">{words.listValue}</Table.Th>
            <Table.Th>{words.listTime}</Table.Th>
            <Table.Th>{words.listRules}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.violations.map((violation) => (
            <Table.Tr key={violation.position}>
              <Table.Td ta="right">{countText(violation.position)}</Table.Td>
              <Table.Td ta="right">{figureText(violation.value, unit, 8)}</Table.Td>
              <Table.Td>{violation.time ? instantText(violation.time) : "–"}</Table.Td>
              <Table.Td>{violation.rules.map((rule) => words.names[rule]).join("; ")}</Table.Td>
              <Table.Td>
                <UnstyledButton c="var(--accent)" fz="sm" onClick={() => openRun(violation.run_number)}>
                  {words.openRun}
                </UnstyledButton>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

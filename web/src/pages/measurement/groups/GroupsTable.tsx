import { Table, Text } from "@mantine/core";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { Hinted } from "@/components/Hinted.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { figureText, figureWithin, indexText } from "@/format/figure.ts";
import { countText, percentText } from "@/format/number.ts";
import { groupName } from "@/pages/measurement/groups/groupName.ts";
import { FEW_VALUES } from "@/pages/measurement/groups/groupsOption.ts";
import type { SeriesGroup, SeriesGroups } from "@/pages/measurement/queries.ts";
import { texts } from "@/texts/index.ts";
import classes from "./GroupsTable.module.css";

const words = texts.measurement.groups;
/** A mean that is further away than this is worth a look. */
const SHIFT_SEEN = 0.5;

/** The figures of each group; its name leads to its runs. */
export function GroupsTable(props: { slug: string; shown: SeriesGroups; unit: string }) {
  const { shown, unit } = props;
  return (
    <TableFrame minWidth={620}>
      <Table verticalSpacing={5} className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.by[shown.by as keyof typeof words.by] ?? shown.by}</Table.Th>
            <Table.Th>{words.values}</Table.Th>
            <Table.Th>{words.mean}</Table.Th>
            <Table.Th>
              <Hinted hint={words.shiftHint}>{words.shift}</Hinted>
            </Table.Th>
            <Table.Th>{words.sigma}</Table.Th>
            <Table.Th>{words.ppk}</Table.Th>
            <Table.Th>{words.failed}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.groups.map((group) => (
            <Row
              key={`${group.name.value}/${group.name.part ?? ""}`}
              slug={props.slug}
              group={group}
              by={shown.by}
              unit={unit}
            />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function Row(props: { slug: string; group: SeriesGroup; by: string; unit: string }) {
  const { group, unit } = props;
  const { figures } = group;
  const name = groupName(group, props.by);
  const shift = figures.shift_sigmas;
  const isShifted = typeof shift === "number" && Math.abs(shift) >= SHIFT_SEEN && figures.count >= FEW_VALUES;
  return (
    <Table.Tr data-few={figures.count < FEW_VALUES || undefined}>
      <Table.Td>
        <RunsLink slug={props.slug} query={group.runs} label={words.runs(name)}>
          {name}
        </RunsLink>
        {figures.count < FEW_VALUES && (
          <Text span size="xs" c="dimmed" ml={6}>
            {words.few}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{countText(figures.count)}</Table.Td>
      <Table.Td>{figureWithin(figures.mean, figures.sigma_overall, unit)}</Table.Td>
      <Table.Td data-seen={isShifted || undefined}>{shiftText(shift)}</Table.Td>
      <Table.Td>{figureText(figures.sigma_overall, unit, 3)}</Table.Td>
      <Table.Td>
        {indexText(figures.ppk?.value)}
        {figures.ppk && (
          <Text span size="xs" c="dimmed" ml={6}>
            {indexText(figures.ppk.interval.lower)} … {indexText(figures.ppk.interval.upper)}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{figures.failed ? percentText(figures.failed.part, figures.failed.all) : "–"}</Table.Td>
    </Table.Tr>
  );
}

function shiftText(shift: number | null | undefined): string {
  if (typeof shift !== "number") return "–";
  const sign = shift > 0 ? "+" : shift < 0 ? "−" : "";
  return `${sign}${Math.abs(shift).toFixed(1)} σ`;
}

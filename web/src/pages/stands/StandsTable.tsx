import { Group, Paper, Table } from "@mantine/core";
import { Instant } from "@/components/Instant.tsx";
import { AnchorLink } from "@/components/links.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { agoText } from "@/format/instant.ts";
import { HealthBadge } from "@/stands/HealthBadge.tsx";
import { PassShare } from "@/stands/PassShare.tsx";
import type { Stand } from "@/stands/queries.ts";
import { StandPicture } from "@/stands/StandPicture.tsx";
import { texts } from "@/texts/index.ts";
import classes from "./StandsTable.module.css";

/** Stands side by side, to compare them. */
export function StandsTable({ slug, stands, now }: { slug: string; stands: Stand[]; now: Date }) {
  const text = texts.stands;
  const columns = text.columns;
  return (
    <Paper withBorder bg="var(--surface)" className={classes.frame}>
      <TableFrame minWidth={980}>
        <Table verticalSpacing="xs" highlightOnHover className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{columns.name}</Table.Th>
              <Table.Th>{columns.number}</Table.Th>
              <Table.Th>{columns.health}</Table.Th>
              <Table.Th>{columns.location}</Table.Th>
              <Table.Th>{columns.today}</Table.Th>
              <Table.Th>{columns.week}</Table.Th>
              <Table.Th>{columns.last}</Table.Th>
              <Table.Th>{columns.hwId}</Table.Th>
              <Table.Th>{columns.created}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {stands.map((stand) => (
              <Table.Tr key={stand.id}>
                <Table.Td>
                  <Group gap="sm" wrap="nowrap">
                    <StandPicture slug={slug} stand={stand} isSmall />
                    <AnchorLink
                      fw={600}
                      to="/o/$slug/stands/$standId"
                      params={{ slug, standId: String(stand.id) }}
                    >
                      {stand.name}
                    </AnchorLink>
                  </Group>
                </Table.Td>
                <Table.Td>{stand.number ?? text.noRuns}</Table.Td>
                <Table.Td>
                  <HealthBadge health={stand.health} now={now} />
                </Table.Td>
                <Table.Td>{stand.location ?? text.noRuns}</Table.Td>
                <Table.Td>
                  <PassShare figures={stand.today} none={text.noRuns} />
                </Table.Td>
                <Table.Td>
                  <PassShare figures={stand.last_7_days} none={text.noRuns} />
                </Table.Td>
                <Table.Td className={classes.time}>
                  {stand.last_activity_at ? agoText(stand.last_activity_at, now) : text.noRuns}
                </Table.Td>
                <Table.Td className={classes.hwId}>{stand.hw_id}</Table.Td>
                <Table.Td className={classes.time}>
                  {stand.created_at ? <Instant at={stand.created_at} zone={stand.time_zone} /> : text.noRuns}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </Paper>
  );
}

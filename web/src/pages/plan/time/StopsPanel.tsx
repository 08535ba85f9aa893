import { Table, Text } from "@mantine/core";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { Instant } from "@/components/Instant.tsx";
import { Panel } from "@/components/Panel.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { durationText } from "@/format/number.ts";
import { texts } from "@/texts/index.ts";
import type { StandTime } from "./queries.ts";
import { runsFrom } from "./runsFrom.ts";

/** The longest gaps within days; each leads to the run that ended it. */
export function StopsPanel(props: { slug: string; stand: string; stops: StandTime["longest_stops"] }) {
  const words = texts.time;
  return (
    <Panel title={words.stops}>
      {props.stops.length === 0 ? (
        <Text c="dimmed">{words.noStops}</Text>
      ) : (
        <TableFrame minWidth={420}>
          <Table verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.from}</Table.Th>
                <Table.Th ta="right">{words.duration}</Table.Th>
                <Table.Th ta="right">
                  <span className="visually-hidden">{words.stopUntil}</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {props.stops.map((stop) => (
                <Table.Tr key={stop.next_run_number}>
                  <Table.Td>{stop.from ? <Instant at={stop.from} /> : words.none}</Table.Td>
                  <Table.Td ta="right">{durationText(1000 * stop.duration_s)}</Table.Td>
                  <Table.Td ta="right">
                    {stop.to && (
                      <RunsLink slug={props.slug} query={runsFrom(props.stand, stop.to)}>
                        {words.stopUntil}
                      </RunsLink>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      )}
    </Panel>
  );
}

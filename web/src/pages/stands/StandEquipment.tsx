import { Stack, Table, Text } from "@mantine/core";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Panel } from "@/components/Panel.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import type { StandInstrument, StandPage, StandProperty } from "@/stands/queries.ts";
import { texts } from "@/texts/index.ts";

/** What the newest report says of the stand's equipment. */
export function StandEquipment({ page }: { page: StandPage }) {
  const text = texts.stands.equipment;
  return (
    <Stack gap="md">
      {page.instruments.length === 0 ? (
        <EmptyState title={text.none}>{text.noneWhy}</EmptyState>
      ) : (
        <Panel title={text.instruments}>
          <Instruments instruments={page.instruments} />
        </Panel>
      )}
      <Properties title={text.info} properties={page.info} />
      <Properties title={text.drivers} properties={page.drivers} />
    </Stack>
  );
}

function Instruments({ instruments }: { instruments: StandInstrument[] }) {
  const text = texts.stands.equipment;
  const none = texts.stands.facts.none;
  return (
    <TableFrame minWidth={640}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.name}</Table.Th>
            <Table.Th>{text.partNumber}</Table.Th>
            <Table.Th>{text.serialNumber}</Table.Th>
            <Table.Th>{text.revision}</Table.Th>
            <Table.Th>{text.comment}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {instruments.map((instrument, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two instruments may be alike in everything
            <Table.Tr key={index}>
              <Table.Td fw={600}>
                {instrument.name} {instrument.number}
              </Table.Td>
              <Table.Td>{instrument.part_number ?? none}</Table.Td>
              <Table.Td>{instrument.serial_number ?? none}</Table.Td>
              <Table.Td>{instrument.revision ?? none}</Table.Td>
              <Table.Td>
                {instrument.comment ?? none}
                {instrument.info.map((entry) => (
                  <Text key={entry.name} size="sm" c="dimmed">
                    {entry.name}: {entry.value}
                  </Text>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function Properties({ title, properties }: { title: string; properties: StandProperty[] }) {
  if (properties.length === 0) return null;
  return (
    <Panel title={title}>
      <Table verticalSpacing={6} layout="fixed">
        <Table.Tbody>
          {properties.map((entry) => (
            <Table.Tr key={entry.name}>
              <Table.Th scope="row" w="35%" c="dimmed" fw={400}>
                {entry.name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: "anywhere" }}>{entry.value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

import { Table, Text } from "@mantine/core";
import { Panel } from "@/components/Panel.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { InfoText } from "@/pages/run/properties/InfoText.tsx";
import type { RunReport } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";

const t = texts.run.properties;

/** The equipment that the stand measured with. */
export function InstrumentsPanel({ instruments }: { instruments: RunReport["instruments"] }) {
  if (instruments.length === 0) return null;
  return (
    <Panel title={t.instruments}>
      <TableFrame minWidth={300}>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.name}</Table.Th>
              <Table.Th>{texts.run.serial}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {instruments.map((instrument, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and nothing else is unique
              <Table.Tr key={index}>
                <Table.Td style={{ overflowWrap: "anywhere" }}>
                  {instrument.name ?? instrument.part_number}
                  <Text size="xs" c="dimmed">
                    {[
                      instrument.part_number !== instrument.name && instrument.part_number,
                      instrument.revision && `${texts.run.revision} ${instrument.revision}`,
                      instrument.number != null && `${t.number} ${instrument.number}`,
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </Text>
                  <InfoText info={instrument.info} />
                </Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>
                  {instrument.serial_number ?? texts.run.without}
                  {instrument.comment && (
                    <Text size="xs" c="dimmed">
                      {instrument.comment}
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </Panel>
  );
}

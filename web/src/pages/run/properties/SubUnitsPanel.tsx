import { Table, Text } from "@mantine/core";
import { AnchorLink } from "@/components/links.tsx";
import { Panel } from "@/components/Panel.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { InfoText } from "@/pages/run/properties/InfoText.tsx";
import type { RunReport } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";

const t = texts.run.properties;

/** The parts of the unit, each with the way to its own history. */
export function SubUnitsPanel({ slug, units }: { slug: string; units: RunReport["sub_units"] }) {
  if (units.length === 0) return null;
  return (
    <Panel title={t.subUnits}>
      <TableFrame minWidth={300}>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.run.serial}</Table.Th>
              <Table.Th>{texts.run.part}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {units.map((unit, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and nothing else is unique
              <Table.Tr key={index}>
                <Table.Td style={{ overflowWrap: "anywhere" }}>
                  {unit.serial_number ? (
                    <AnchorLink
                      to="/o/$slug/units/$partNumber/$serialNumber"
                      params={{ slug, partNumber: unit.part_number, serialNumber: unit.serial_number }}
                      size="sm"
                    >
                      {unit.serial_number}
                    </AnchorLink>
                  ) : (
                    <Text span size="sm" c="dimmed">
                      {texts.run.noSerial}
                    </Text>
                  )}
                  {unit.name && unit.name !== unit.part_number && (
                    <Text size="xs" c="dimmed">
                      {[unit.name, unit.kind].filter(Boolean).join(", ")}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>
                  {unit.part_number}
                  {unit.revision && (
                    <Text size="xs" c="dimmed">
                      {texts.run.revision} {unit.revision}
                    </Text>
                  )}
                  <InfoText info={unit.info} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </Panel>
  );
}

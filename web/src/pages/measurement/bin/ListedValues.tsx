import { Table, Text } from "@mantine/core";
import { AnchorLink } from "@/components/links.tsx";
import { StatusBadge } from "@/components/StatusBadge.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { instantText } from "@/format/instant.ts";
import { valueText } from "@/format/number.ts";
import type { ListedValue } from "@/pages/measurement/bin/useListedValues.ts";
import { standName } from "@/stands/standName.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.bin;

/** One row for each value; its time leads to its run. */
export function ListedValues(props: { slug: string; unit: string; values: ListedValue[] }) {
  const { slug, unit, values } = props;
  return (
    <TableFrame minWidth={600}>
      <Table verticalSpacing={5} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.time}</Table.Th>
            <Table.Th ta="right">{words.value}</Table.Th>
            <Table.Th>{words.result}</Table.Th>
            <Table.Th>{words.serial}</Table.Th>
            <Table.Th>{words.stand}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {values.map(({ value, result, limits, run }) => (
            <Table.Tr key={run.id}>
              <Table.Td style={{ whiteSpace: "nowrap" }}>
                <AnchorLink to="/o/$slug/runs/$runId" params={{ slug, runId: run.id }} fz="sm">
                  {run.start ? instantText(run.start) : words.run}
                </AnchorLink>
              </Table.Td>
              <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
                {unit ? `${valueText(value)} ${unit}` : valueText(value)}
              </Table.Td>
              <Table.Td title={limits?.text}>
                <Verdict result={result} />
              </Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere" }}>{run.serial_number ?? "–"}</Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere" }}>{standName(run.stand)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function Verdict({ result }: { result: boolean | null | undefined }) {
  if (typeof result === "boolean") return <StatusBadge status={result ? "passed" : "failed"} />;
  return (
    <Text size="sm" c="dimmed" style={{ whiteSpace: "nowrap" }}>
      {words.notCompared}
    </Text>
  );
}

import { Skeleton, Stack, Table, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Hinted } from "@/components/Hinted.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { countText } from "@/format/number.ts";
import { CoefficientBar } from "@/pages/measurement/correlation/CoefficientBar.tsx";
import { type RelatedMeasurement, relatedQuery } from "@/pages/measurement/correlation/queries.ts";
import { measurementName, stepText } from "@/pages/measurement/measurementName.ts";
import type { Measurement } from "@/pages/measurement/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const words = texts.correlation;

/** What to compare with: who looks for a cause does not know its name. */
export function RelatedList(props: {
  slug: string;
  filter: RunFilter;
  measurement: Measurement;
  onOther: (other: number) => void;
}) {
  const answer = useQuery(relatedQuery(props.slug, props.filter, props.measurement.series));
  const found = answer.data;
  if (answer.isError) return <Trouble error={answer.error} again={() => void answer.refetch()} />;
  if (!found) return <Skeleton height={180} />;
  const compared = countText(found.compared);
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed" maw={720}>
        {words.explained}
      </Text>
      {found.compared === 0 ? (
        <Text>{words.related.nothing}</Text>
      ) : found.related.length === 0 ? (
        <Text>{words.related.none(compared)}</Text>
      ) : (
        <RelatedTable related={found.related} onOther={props.onOther} />
      )}
      {found.compared > 0 && (
        <Text size="xs" c="dimmed">
          {words.related.looked(countText(found.looked_at), countText(found.values), compared)}
        </Text>
      )}
    </Stack>
  );
}

function RelatedTable(props: { related: RelatedMeasurement[]; onOther: (other: number) => void }) {
  return (
    <TableFrame minWidth={560}>
      <Table verticalSpacing={5} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.related.head}</Table.Th>
            <Table.Th w={280}>
              <Hinted hint={words.related.rankHint}>{words.related.rank}</Hinted>
            </Table.Th>
            <Table.Th ta="right">{words.related.pairs}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.related.map((one) => (
            <Table.Tr key={one.measurement.series}>
              <Table.Td>
                <UnstyledButton
                  c="var(--mantine-color-anchor)"
                  fz="sm"
                  aria-label={words.related.show(measurementName(one.measurement))}
                  onClick={() => props.onOther(one.measurement.series)}
                >
                  {measurementName(one.measurement)}
                </UnstyledButton>
                <Text size="xs" c="dimmed">
                  {stepText(one.measurement)}
                </Text>
              </Table.Td>
              <Table.Td>
                <CoefficientBar coefficient={one.spearman} />
              </Table.Td>
              <Table.Td ta="right">{countText(one.pairs)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

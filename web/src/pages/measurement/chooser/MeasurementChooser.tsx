import { Button, Skeleton, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconArrowLeft, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { AnchorLink } from "@/components/links.tsx";
import { Panel } from "@/components/Panel.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { countText } from "@/format/number.ts";
import { foundMeasurements, measurementName, stepText } from "@/pages/measurement/measurementName.ts";
import { type Measurement, measurementsQuery } from "@/pages/measurement/queries.ts";
import type { MeasurementSearch } from "@/pages/measurement/search.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.chooser;
const SHOWN_MAX = 300;

/** What a plan measures, found by name; the second step to a measurement. */
export function MeasurementChooser(props: {
  slug: string;
  plan: string;
  search: MeasurementSearch;
  onFind: (find: string | undefined) => void;
  onOtherPlan: () => void;
}) {
  const { search } = props;
  const all = useQuery(measurementsQuery(props.slug, props.plan));
  const found = foundMeasurements(all.data ?? [], search.find ?? "");
  return (
    <Panel
      title={words.measurements(props.plan)}
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowLeft size={15} stroke={1.8} />}
          onClick={props.onOtherPlan}
        >
          {words.otherPlan}
        </Button>
      }
    >
      <Stack gap="sm">
        <TextInput
          maw={420}
          placeholder={words.search}
          aria-label={words.search}
          leftSection={<IconSearch size={16} />}
          value={search.find ?? ""}
          onChange={(event) => props.onFind(event.currentTarget.value || undefined)}
        />
        {all.isError ? (
          <Trouble error={all.error} again={() => void all.refetch()} />
        ) : all.data ? (
          <Found {...props} found={found} isEmpty={all.data.length === 0} />
        ) : (
          <Skeleton height={320} />
        )}
      </Stack>
    </Panel>
  );
}

function Found(props: { slug: string; search: MeasurementSearch; found: Measurement[]; isEmpty: boolean }) {
  const { found } = props;
  if (found.length === 0) {
    return <Text c="dimmed">{props.isEmpty ? words.noMeasurements : words.none}</Text>;
  }
  return (
    <>
      <TableFrame minWidth={480}>
        <Table verticalSpacing={5} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.name}</Table.Th>
              <Table.Th>{words.step}</Table.Th>
              <Table.Th>{words.unit}</Table.Th>
              <Table.Th>{words.valuesAre}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.slice(0, SHOWN_MAX).map((measurement) => (
              <Table.Tr key={measurement.series}>
                <Table.Td>
                  <AnchorLink
                    to="/o/$slug/measurement"
                    params={{ slug: props.slug }}
                    search={{ ...props.search, find: undefined, series: measurement.series }}
                  >
                    {measurementName(measurement)}
                  </AnchorLink>
                </Table.Td>
                <Table.Td>{stepText(measurement)}</Table.Td>
                <Table.Td>{measurement.unit}</Table.Td>
                <Table.Td c="dimmed">{words.kind[measurement.kind]}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
      {found.length > SHOWN_MAX && <Text c="dimmed">{words.more(countText(found.length - SHOWN_MAX))}</Text>}
    </>
  );
}

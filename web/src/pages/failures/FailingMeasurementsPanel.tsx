import { Skeleton, Table, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { analysisFiles } from "@/analysis/files.ts";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { ShowMore } from "@/analysis/ShowMore.tsx";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { AnchorLink } from "@/components/links.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { countText, percentText } from "@/format/number.ts";
import {
  type FailingMeasurement,
  failingMeasurementsQuery,
  MEASUREMENTS_ALL,
  MEASUREMENTS_SHOWN,
} from "@/pages/failures/queries.ts";
import { BAD_VALUES } from "@/pages/measurement/bin/bin.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import classes from "./FailingStepsTable.module.css";

/** Which measurements were bad, whichever step failed first; each leads to its own page. */
export function FailingMeasurementsPanel(props: {
  slug: string;
  filter: RunFilter;
  isAll: boolean;
  onToggle: () => void;
}) {
  const { slug, filter, isAll } = props;
  const limit = isAll ? MEASUREMENTS_ALL : MEASUREMENTS_SHOWN;
  const words = texts.failures.measurements;
  const found = useQuery({
    ...failingMeasurementsQuery(slug, filter, limit),
    placeholderData: keepPreviousData,
  });
  const data = found.data;
  return (
    <ChartPanel
      title={words.title}
      files={analysisFiles(slug, "failing-measurements", { ...filter, limit: MEASUREMENTS_ALL })}
    >
      {!data ? (
        found.isError ? (
          <Trouble error={found.error} again={() => void found.refetch()} />
        ) : (
          <Skeleton height={220} />
        )
      ) : data.measurements.length === 0 ? (
        <Text c="dimmed">{words.empty}</Text>
      ) : (
        <>
          <TableFrame minWidth={760}>
            <Table verticalSpacing="xs" className={classes.table}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.name}</Table.Th>
                  <Table.Th ta="right">{words.count}</Table.Th>
                  <Table.Th ta="right">{words.share}</Table.Th>
                  <Table.Th ta="right">{words.cumulated}</Table.Th>
                  <Table.Th ta="right">{words.rate}</Table.Th>
                  <Table.Th ta="right">{words.runs}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.measurements.map((one) => (
                  <MeasurementRow key={one.series} slug={slug} filter={filter} one={one} />
                ))}
              </Table.Tbody>
            </Table>
          </TableFrame>
          <Text size="xs" c="dimmed" mt="xs">
            {words.explain}
            {data.more_measurements > 0 && ` ${words.more(data.more_measurements)}`}
            {data.more_plans > 0 && ` ${words.morePlans(data.more_plans)}`}
          </Text>
          {data.measurements.length + data.more_measurements > MEASUREMENTS_SHOWN && (
            <ShowMore
              isAll={isAll}
              isBusy={found.isPlaceholderData}
              more={texts.analysis.showMore(
                countText(Math.min(data.more_measurements, MEASUREMENTS_ALL - MEASUREMENTS_SHOWN)),
              )}
              onToggle={props.onToggle}
            />
          )}
        </>
      )}
    </ChartPanel>
  );
}

function MeasurementRow(props: { slug: string; filter: RunFilter; one: FailingMeasurement }) {
  const { slug, filter, one } = props;
  const words = texts.failures.measurements;
  const name = one.name || words.unnamed(Number(one.position ?? 0) + 1);
  return (
    <Table.Tr>
      <Table.Td className={classes.name}>
        <AnchorLink
          size="sm"
          fw={600}
          to="/o/$slug/measurement"
          params={{ slug }}
          search={{ ...filter, plan: [one.plan], ...{ series: one.series } }}
        >
          {one.unit ? `${name} (${one.unit})` : name}
        </AnchorLink>
        <Text size="xs" c="dimmed">
          {one.module} › {one.case} · {one.plan}
        </Text>
      </Table.Td>
      <Table.Td ta="right">
        <AnchorLink
          size="sm"
          to="/o/$slug/measurement"
          params={{ slug }}
          search={{ ...filter, plan: [one.plan], ...{ series: one.series, bin: BAD_VALUES } }}
          aria-label={words.openValues(countText(one.count), name)}
        >
          {countText(one.count)}
        </AnchorLink>
      </Table.Td>
      <Table.Td ta="right">{shareOf(one.share)}</Table.Td>
      <Table.Td ta="right">{shareOf(one.cumulated)}</Table.Td>
      <Table.Td ta="right">{percentText(one.failed.part, one.failed.all)}</Table.Td>
      <Table.Td ta="right">
        <RunsLink slug={slug} query={one.runs} label={words.openRuns(name)}>
          {words.openStep}
        </RunsLink>
      </Table.Td>
    </Table.Tr>
  );
}

function shareOf(share: number | null | undefined): string {
  return share === null || share === undefined ? "–" : percentText(share, 1);
}

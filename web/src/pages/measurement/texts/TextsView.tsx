import { Button, Group, Skeleton, Table, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { analysisFiles } from "@/analysis/files.ts";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { useOpenRun } from "@/analysis/useOpenRun.ts";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { EmptyState } from "@/components/EmptyState.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { instantText } from "@/format/instant.ts";
import { countText, percentText } from "@/format/number.ts";
import { type SeriesTexts, type TextCount, textsQuery } from "@/pages/measurement/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import classes from "./TextsView.module.css";

const words = texts.measurement.texts;

/** Which texts there were, how often and when. */
export function TextsView(props: {
  slug: string;
  filter: RunFilter;
  series: number;
  onAllTimes: () => void;
}) {
  const { slug, filter, series } = props;
  const answer = useQuery(textsQuery(slug, filter, series));
  if (answer.isError) return <Trouble error={answer.error} again={() => void answer.refetch()} />;
  if (!answer.data) return <Skeleton height={320} />;
  if (answer.data.total === 0) {
    return (
      <EmptyState
        title={texts.measurement.nothing}
        action={<Button onClick={props.onAllTimes}>{texts.measurement.allTimes}</Button>}
      >
        {texts.measurement.nothingText}
      </EmptyState>
    );
  }
  return (
    <ChartPanel title={words.title} files={analysisFiles(slug, "series/texts", { ...filter, series })}>
      <Content slug={slug} shown={answer.data} />
    </ChartPanel>
  );
}

function Content({ slug, shown }: { slug: string; shown: SeriesTexts }) {
  return (
    <>
      <Group gap="md" mb="xs">
        <Text size="sm">{words.distinct(countText(shown.distinct), countText(shown.total))}</Text>
        <RunsLink slug={slug} query={shown.runs}>
          {texts.measurement.tiles.showRuns}
        </RunsLink>
      </Group>
      <TableFrame minWidth={620}>
        <Table verticalSpacing={5}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.text}</Table.Th>
              <Table.Th ta="right">{words.values}</Table.Th>
              <Table.Th>{words.share}</Table.Th>
              <Table.Th ta="right">{words.failed}</Table.Th>
              <Table.Th>{words.first}</Table.Th>
              <Table.Th>{words.last}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.texts.map((row) => (
              <Row key={row.text} slug={slug} row={row} />
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
      {shown.texts.length < shown.distinct && (
        <Text size="sm" c="dimmed">
          {words.more(countText(shown.texts.length))}
        </Text>
      )}
    </>
  );
}

function Row({ slug, row }: { slug: string; row: TextCount }) {
  const openRun = useOpenRun(slug);
  return (
    <Table.Tr>
      <Table.Td className={classes.text}>{row.text || words.empty}</Table.Td>
      <Table.Td ta="right">{countText(row.share.part)}</Table.Td>
      <Table.Td>
        <div className={classes.share}>
          <span className={classes.bar} aria-hidden>
            <span style={{ width: `${100 * (row.share.share ?? 0)}%` }} />
          </span>
          {percentText(row.share.part, row.share.all)}
        </div>
      </Table.Td>
      <Table.Td ta="right">{row.failed.all > 0 ? countText(row.failed.part) : "–"}</Table.Td>
      <Table.Td>{row.first_time ? instantText(row.first_time) : "–"}</Table.Td>
      <Table.Td>
        <UnstyledButton c="var(--accent)" fz="sm" onClick={() => openRun(row.last_run_number)}>
          {row.last_time ? instantText(row.last_time) : words.run}
        </UnstyledButton>
      </Table.Td>
    </Table.Tr>
  );
}

import { Center, Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { Chart, type ChartMaker } from "@/charts/Chart.tsx";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { countText } from "@/format/number.ts";
import { historyOption } from "@/runs/historyOption.ts";
import { barRange, barTitle } from "@/runs/historyTime.ts";
import { type History, type HistoryBucket, historyQuery } from "@/runs/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const HEIGHT = 240;

/** Passed and failed runs over time. A click on a bar looks into its time. */
export function HistoryChart(props: {
  slug: string;
  filter: RunFilter;
  bucket?: HistoryBucket;
  height?: number;
  onRange?: (range: { from: string; to: string }) => void;
}) {
  const words = texts.runs.history;
  const history = useQuery(historyQuery(props.slug, props.filter, props.bucket));
  const height = props.height ?? HEIGHT;
  const shown = history.data;
  return (
    <Panel
      title={words.title}
      actions={
        shown && (
          <Text size="sm" c="dimmed">
            {words.bucket[shown.bucket]}, {words.zone(shown.time_zone)}
          </Text>
        )
      }
    >
      {shown && isEmpty(shown) ? (
        <Center h={height} c="dimmed">
          {words.empty}
        </Center>
      ) : shown ? (
        <Bars history={shown} height={height} onRange={props.onRange} />
      ) : history.isError ? (
        <Trouble error={history.error} again={() => void history.refetch()} />
      ) : (
        <Skeleton height={height} />
      )}
    </Panel>
  );
}

function Bars(props: {
  history: History;
  height: number;
  onRange?: (range: { from: string; to: string }) => void;
}) {
  const { history, onRange } = props;
  const make: ChartMaker = useCallback((colours) => historyOption(history, colours), [history]);
  const pick = useCallback(
    ({ dataIndex }: { dataIndex: number }) => {
      const bar = history.bars[dataIndex];
      if (bar && onRange) onRange(barRange(bar, history.bucket, history.time_zone));
    },
    [history, onRange],
  );
  return (
    <>
      <Chart make={make} label={labelOf(history)} height={props.height} onClick={onRange && pick} />
      {history.outside > 0 && (
        <Text size="xs" c="dimmed" mt={4}>
          {texts.runs.history.outside(countText(history.outside))}
        </Text>
      )}
    </>
  );
}

function isEmpty({ bars }: History): boolean {
  return bars.every((bar) => bar.passed + bar.not_passed + bar.not_a_test === 0);
}

/** The picture in one sentence. */
function labelOf(history: History): string {
  const words = texts.runs.history;
  const { bars, bucket, time_zone: zone } = history;
  const first = bars[0];
  const last = bars.at(-1);
  if (!first || !last) return words.empty;
  const sum = (part: "passed" | "not_passed") => countText(bars.reduce((all, bar) => all + bar[part], 0));
  const title = (bar: typeof first) => barTitle(bar, bucket, zone);
  return words.label(words.bucket[bucket], title(first), title(last), sum("passed"), sum("not_passed"));
}

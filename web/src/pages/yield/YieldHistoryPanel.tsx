import { Center, SegmentedControl, Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { analysisFiles } from "@/analysis/files.ts";
import { Chart, type ChartClick, type ChartMaker } from "@/charts/Chart.tsx";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { countText } from "@/format/number.ts";
import { type YieldHistory, yieldHistoryQuery } from "@/pages/yield/queries.ts";
import { BUCKETS, type Bucket } from "@/pages/yield/search.ts";
import { historyLabel, yieldHistoryOption } from "@/pages/yield/yieldHistoryOption.ts";
import { barRange } from "@/runs/historyTime.ts";
import { type RunFilter, withDates } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const HEIGHT = 340;

/** Yield over time with its interval, and how many units it is of. A click looks into a period. */
export function YieldHistoryPanel(props: {
  slug: string;
  filter: RunFilter;
  bucket: Bucket | undefined;
  onBucket: (bucket: Bucket | undefined) => void;
  onFilter: (filter: RunFilter) => void;
}) {
  const { slug, filter, bucket } = props;
  const words = texts.yield.history;
  const history = useQuery(yieldHistoryQuery(slug, filter, bucket));
  const shown = history.data;
  const isEmpty = shown?.periods.every((period) => period.units === 0);
  const choices = BUCKETS.map((value) => ({ value, label: words.buckets[value] }));
  return (
    <ChartPanel
      title={words.title}
      files={analysisFiles(slug, "history", { ...filter, bucket })}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={words.bucket}
          data={choices}
          value={bucket ?? shown?.bucket ?? "day"}
          onChange={(value) => props.onBucket(BUCKETS.find((known) => known === value))}
        />
      }
    >
      {isEmpty ? (
        <Center h={HEIGHT} c="dimmed">
          {words.empty}
        </Center>
      ) : shown ? (
        <Picture history={shown} filter={filter} onFilter={props.onFilter} />
      ) : history.isError ? (
        <Trouble error={history.error} again={() => void history.refetch()} />
      ) : (
        <Skeleton height={HEIGHT} />
      )}
    </ChartPanel>
  );
}

function Picture(props: { history: YieldHistory; filter: RunFilter; onFilter: (filter: RunFilter) => void }) {
  const { history, filter, onFilter } = props;
  const words = texts.yield.history;
  const make: ChartMaker = useCallback((colours) => yieldHistoryOption(history, colours), [history]);
  const pick = useCallback(
    ({ dataIndex }: ChartClick) => {
      const period = history.periods[dataIndex];
      if (!period) return;
      const range = barRange(period, history.bucket, history.time_zone);
      onFilter(withDates(filter, range.from, range.to));
    },
    [history, filter, onFilter],
  );
  return (
    <>
      <Chart make={make} label={historyLabel(history)} height={HEIGHT} onClick={pick} />
      <Text size="xs" c="dimmed" mt={4}>
        {words.explain}
        {history.outside > 0 && ` ${texts.runs.history.outside(countText(history.outside))}`}
      </Text>
    </>
  );
}

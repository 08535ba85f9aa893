import { Center, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useCallback } from "react";
import { Chart, type ChartClick, type ChartMaker } from "@/charts/Chart.tsx";
import type { ChartFiles } from "@/charts/ChartMenu.tsx";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { figureWithin } from "@/format/figure.ts";
import { countText } from "@/format/number.ts";
import { BinList } from "@/pages/measurement/bin/BinList.tsx";
import type { Bin } from "@/pages/measurement/bin/bin.ts";
import { histogramOption, histogramScale } from "@/pages/measurement/histogram/histogramOption.ts";
import type { Series, TriedLimits } from "@/pages/measurement/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.histogram;
const HEIGHT = 300;

/** How the values are distributed between their limits. */
export function HistogramPanel(props: {
  series: Series;
  name: string;
  tried: TriedLimits;
  files: ChartFiles;
  onBin: (bin: Bin) => void;
}) {
  const { series, tried, onBin } = props;
  const { histogram } = series;
  const make: ChartMaker = useCallback(
    (colours) => (histogram ? histogramOption(series, histogram, tried, colours) : {}),
    [series, histogram, tried],
  );
  const pick = useCallback(
    ({ dataIndex }: ChartClick) => {
      const [min, max] = [histogram?.edges[dataIndex], histogram?.edges[dataIndex + 1]];
      if (histogram?.counts[dataIndex]) onBin({ min, max });
    },
    [histogram, onBin],
  );
  return (
    <ChartPanel title={words.title} pictureTitle={`${props.name}: ${words.title}`} files={props.files}>
      {histogram ? (
        <Stack gap={4}>
          <Chart
            make={make}
            height={HEIGHT}
            label={words.label(countText(series.statistics.count))}
            onClick={pick}
          />
          <Group gap="md">
            <Text size="sm" c="dimmed">
              {words.hint}
            </Text>
            {histogram.below > 0 && (
              <Beyond
                text={words.below(countText(histogram.below))}
                onClick={() => onBin({ max: histogram.edges[0] })}
              />
            )}
            {histogram.above > 0 && (
              <Beyond
                text={words.above(countText(histogram.above))}
                onClick={() => onBin({ min: histogram.edges.at(-1) })}
              />
            )}
          </Group>
          {histogramScale(series, histogram, tried)?.hasHidden && (
            <Text size="sm" c="dimmed">
              {texts.measurement.farLimits}
            </Text>
          )}
          <Quantiles series={series} />
          <BinList series={series} onBin={onBin} />
        </Stack>
      ) : (
        <Center h={HEIGHT} c="dimmed">
          {words.nothing}
        </Center>
      )}
    </ChartPanel>
  );
}

/** Outliers that no bar shows. */
function Beyond({ text, onClick }: { text: string; onClick: () => void }) {
  return (
    <UnstyledButton c="var(--accent)" fz="sm" onClick={onClick}>
      {text}
    </UnstyledButton>
  );
}

function Quantiles({ series }: { series: Series }) {
  const { quantiles, sigma_overall: spread } = series.statistics;
  if (!quantiles) return null;
  const shown = [
    ["1 %", quantiles.percent_1],
    ["5 %", quantiles.percent_5],
    ["25 %", quantiles.percent_25],
    ["50 %", quantiles.median],
    ["75 %", quantiles.percent_75],
    ["95 %", quantiles.percent_95],
    ["99 %", quantiles.percent_99],
  ] as const;
  return (
    <Group gap="md" component="dl" m={0} aria-label={words.quantiles}>
      {shown.map(([name, value]) => (
        <div key={name}>
          <Text component="dt" size="xs" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} size="sm">
            {figureWithin(value, spread)}
          </Text>
        </div>
      ))}
    </Group>
  );
}

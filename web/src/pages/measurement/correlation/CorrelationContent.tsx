import { Alert, Stack, Text } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useCallback } from "react";
import { useOpenRun } from "@/analysis/useOpenRun.ts";
import { Chart, type ChartClick, type ChartMaker } from "@/charts/Chart.tsx";
import { CorrelationFigures } from "@/pages/measurement/correlation/CorrelationFigures.tsx";
import { correlationOption, type PairPoint } from "@/pages/measurement/correlation/correlationOption.ts";
import type { Correlation } from "@/pages/measurement/correlation/queries.ts";
import { coefficientText } from "@/pages/measurement/correlation/strength.ts";
import { measurementName } from "@/pages/measurement/measurementName.ts";
import type { Measurement } from "@/pages/measurement/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.correlation;

/** The figures, then one point for each run, which leads to it. */
export function CorrelationContent(props: { slug: string; shown: Correlation }) {
  const { shown } = props;
  const openRun = useOpenRun(props.slug);
  const make: ChartMaker = useCallback(
    (colours) =>
      correlationOption(
        shown,
        { first: axisName(shown.first), second: axisName(shown.second), ...words.points },
        colours,
      ),
    [shown],
  );
  const onClick = useCallback(
    (event: ChartClick) => {
      const point = event.data as PairPoint | undefined;
      if (point?.[2] !== undefined) openRun(point[2]);
    },
    [openRun],
  );
  const drawn = shown.points.first.length;
  return (
    <Stack gap="sm">
      {shown.note && (
        <Alert variant="light" color="gray" icon={<IconInfoCircle />}>
          {shown.note.text}
        </Alert>
      )}
      <CorrelationFigures slug={props.slug} shown={shown} />
      {drawn > 0 && (
        <>
          <Chart make={make} onClick={onClick} height={420} label={labelOf(shown)} />
          <Text size="xs" c="dimmed">
            {drawn < shown.pairs ? words.someDrawn(drawn, shown.pairs) : words.allDrawn}
          </Text>
        </>
      )}
    </Stack>
  );
}

function axisName(measurement: Measurement): string {
  const name = measurementName(measurement);
  return measurement.unit ? `${name}, ${measurement.unit}` : name;
}

function labelOf(shown: Correlation): string {
  const coefficient = shown.pearson ? coefficientText(shown.pearson.value) : words.none;
  return words.label(measurementName(shown.first), measurementName(shown.second), shown.pairs, coefficient);
}

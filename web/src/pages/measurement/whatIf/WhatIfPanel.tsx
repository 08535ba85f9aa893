import { Button, Group, NumberInput, RangeSlider, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { figureText } from "@/format/figure.ts";
import { histogramScale } from "@/pages/measurement/histogram/histogramOption.ts";
import { type Histogram, type Series, type TriedLimits, whatIfQuery } from "@/pages/measurement/queries.ts";
import { sliderStep, withinSlider } from "@/pages/measurement/whatIf/slider.ts";
import { WhatIfAnswer } from "@/pages/measurement/whatIf/WhatIfAnswer.tsx";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.whatIf;
const TYPING_MS = 250;

/** What the yield would have been with other limits. The tried ones stand in the address. */
export function WhatIfPanel(props: {
  slug: string;
  filter: RunFilter;
  series: Series;
  tried: TriedLimits;
  onTried: (limits: TriedLimits) => void;
}) {
  const { series, tried, onTried } = props;
  const [draft, setDraft] = useState<TriedLimits>(tried);
  const [settled] = useDebouncedValue(draft, TYPING_MS);
  const answer = useQuery(whatIfQuery(props.slug, props.filter, series.measurement.series, tried));
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what somebody has typed goes into the address
  useEffect(() => {
    if (settled.lower !== tried.lower || settled.upper !== tried.upper) onTried(settled);
  }, [settled]);
  const isTried = tried.lower !== undefined || tried.upper !== undefined;
  return (
    <Panel title={words.title}>
      <Stack gap="sm">
        <Fields series={series} draft={draft} onDraft={setDraft} />
        {series.histogram && (
          <Slider series={series} histogram={series.histogram} draft={draft} onDraft={setDraft} />
        )}
        {!isTried && (
          <Text size="sm" c="dimmed">
            {words.invite}
          </Text>
        )}
        {isTried && answer.isError && <Trouble error={answer.error} again={() => void answer.refetch()} />}
        {isTried && answer.data && <WhatIfAnswer slug={props.slug} answer={answer.data} />}
        {isTried && (
          <Group>
            <Button size="compact-sm" variant="default" onClick={() => setDraft({})}>
              {words.reset}
            </Button>
          </Group>
        )}
      </Stack>
    </Panel>
  );
}

interface DraftProps {
  series: Series;
  draft: TriedLimits;
  onDraft: (draft: TriedLimits) => void;
}

function Fields({ series, draft, onDraft }: DraftProps) {
  const { current } = series.limits;
  const field = (side: "lower" | "upper") => (
    <NumberInput
      size="sm"
      flex={1}
      miw={130}
      label={words[side]}
      placeholder={figureText(current?.[side], "", 8)}
      value={draft[side] ?? ""}
      hideControls
      rightSection={<Text size="xs">{series.measurement.unit}</Text>}
      onChange={(value) => onDraft({ ...draft, [side]: typeof value === "number" ? value : undefined })}
    />
  );
  return (
    <Group gap="sm" align="flex-end">
      {field("lower")}
      {field("upper")}
    </Group>
  );
}

/** Reaches as far as the histogram above or beside it. */
function Slider({ series, histogram, draft, onDraft }: DraftProps & { histogram: Histogram }) {
  const scale = histogramScale(series, histogram, {});
  if (!scale) return null;
  const step = sliderStep(scale);
  const { current } = series.limits;
  const limits = { lower: draft.lower ?? current?.lower, upper: draft.upper ?? current?.upper };
  return (
    <RangeSlider
      aria-label={words.slider}
      thumbFromLabel={words.from}
      thumbToLabel={words.to}
      min={scale.min}
      max={scale.max}
      step={step}
      minRange={0}
      label={(value) => figureText(value)}
      value={withinSlider(limits, scale)}
      onChange={([lower, upper]) => {
        const [before, after] = withinSlider(limits, scale);
        onDraft({
          lower: lower === before ? draft.lower : rounded(lower, step),
          upper: upper === after ? draft.upper : rounded(upper, step),
        });
      }}
    />
  );
}

function rounded(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toPrecision(10));
}

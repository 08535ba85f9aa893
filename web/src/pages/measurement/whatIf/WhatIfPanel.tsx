import { Button, Group, RangeSlider, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { figureWithin } from "@/format/figure.ts";
import { histogramScale } from "@/pages/measurement/histogram/histogramOption.ts";
import { type Histogram, type Series, type TriedLimits, whatIfQuery } from "@/pages/measurement/queries.ts";
import { rangeOf } from "@/pages/measurement/rangeOf.ts";
import { LimitField } from "@/pages/measurement/whatIf/LimitField.tsx";
import { askedLimits } from "@/pages/measurement/whatIf/limits.ts";
import { sliderStep, withinSlider } from "@/pages/measurement/whatIf/slider.ts";
import { useTriedLimits } from "@/pages/measurement/whatIf/useTriedLimits.ts";
import { WhatIfAnswer } from "@/pages/measurement/whatIf/WhatIfAnswer.tsx";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.whatIf;

/** What the yield would have been with other limits. The tried ones stand in the address. */
export function WhatIfPanel(props: {
  slug: string;
  filter: RunFilter;
  series: Series;
  tried: TriedLimits;
  onTried: (limits: TriedLimits) => void;
}) {
  const { series, tried, onTried } = props;
  const { draft, setDraft, resets, reset } = useTriedLimits(tried, onTried);
  const asked = askedLimits(tried, rangeOf(series.limits.current));
  const answer = useQuery(whatIfQuery(props.slug, props.filter, series.measurement.series, asked));
  const isTried = tried.lower !== undefined || tried.upper !== undefined;
  return (
    <Panel title={words.title}>
      <Stack gap="sm">
        <Fields key={resets} series={series} draft={draft} onDraft={setDraft} />
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
            <Button size="compact-sm" variant="default" onClick={reset}>
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
  const present = rangeOf(series.limits.current);
  const field = (side: keyof TriedLimits) => (
    <LimitField
      label={words[side]}
      unit={series.measurement.unit}
      present={present[side]}
      limit={draft[side]}
      onLimit={(limit) => onDraft({ ...draft, [side]: limit })}
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
  const present = rangeOf(series.limits.current);
  const limits = { lower: draft.lower ?? present.lower, upper: draft.upper ?? present.upper };
  return (
    <RangeSlider
      aria-label={words.slider}
      thumbFromLabel={words.from}
      thumbToLabel={words.to}
      min={scale.min}
      max={scale.max}
      step={step}
      minRange={0}
      label={(value) => figureWithin(value, step)}
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

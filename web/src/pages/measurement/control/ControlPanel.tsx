import { Button, NumberInput, Select, Stack, Text } from "@mantine/core";
import { IconZoomReset } from "@tabler/icons-react";
import { useCallback } from "react";
import { useOpenRun } from "@/analysis/useOpenRun.ts";
import { Chart, type ChartClick, type ChartMaker } from "@/charts/Chart.tsx";
import type { ChartFiles } from "@/charts/ChartMenu.tsx";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { countText } from "@/format/number.ts";
import { controlNotes } from "@/pages/measurement/control/controlNotes.ts";
import { controlOption } from "@/pages/measurement/control/controlOption.ts";
import { isPoint } from "@/pages/measurement/control/controlTooltip.ts";
import { RuleMenu } from "@/pages/measurement/control/RuleMenu.tsx";
import { useCloser } from "@/pages/measurement/control/useCloser.ts";
import { ViolationList } from "@/pages/measurement/control/ViolationList.tsx";
import type { Series } from "@/pages/measurement/queries.ts";
import { CHART_KINDS, type ChartKind, type MeasurementSearch } from "@/pages/measurement/search.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.control;
const SIZE_DEFAULT = 5;

type Choices = Pick<MeasurementSearch, "chart" | "size" | "rules">;

/** The values in the order of time with control limits; patterns are marked, a point leads to its run. */
export function ControlPanel(props: {
  slug: string;
  filter: RunFilter;
  series: Series;
  name: string;
  choices: Choices;
  files: ChartFiles;
  figures: ChartFiles;
  onChoices: (changed: Choices) => void;
}) {
  const { slug, filter, choices, onChoices } = props;
  const asked = { series: props.series.measurement.series, ...choices };
  const { shown: series, seen, onZoom, showWhole, keep } = useCloser(slug, filter, props.series, asked);
  const { chart } = series;
  const openRun = useOpenRun(slug);
  const make: ChartMaker = useCallback((colours) => controlOption(series, colours, seen), [series, seen]);
  const pick = useCallback(
    (event: ChartClick) => {
      if (isPoint(event.data)) openRun(event.data.run);
    },
    [openRun],
  );
  return (
    <ChartPanel
      title={words.title}
      pictureTitle={`${props.name}: ${words.title}`}
      files={props.files}
      figures={props.figures}
      actions={<Choosers choices={choices} onChoices={onChoices} />}
    >
      <Stack gap={4}>
        {series.points.total > 0 && (
          <Chart
            make={make}
            height={chart.spread ? 460 : 360}
            label={words.label(countText(chart.points_charted), countText(chart.violation_count))}
            onClick={pick}
            onZoom={onZoom}
            keep={keep}
          />
        )}
        {seen && (
          <Button
            size="compact-sm"
            variant="default"
            w="fit-content"
            leftSection={<IconZoomReset size={16} stroke={1.6} />}
            onClick={showWhole}
          >
            {words.reset}
          </Button>
        )}
        {controlNotes(series, seen).map((note) => (
          <Text key={note} size="sm" c="dimmed">
            {note}
          </Text>
        ))}
        <ViolationList slug={props.slug} series={series} />
      </Stack>
    </ChartPanel>
  );
}

function Choosers(props: { choices: Choices; onChoices: (changed: Choices) => void }) {
  const { choices, onChoices } = props;
  const kind = choices.chart ?? "individuals";
  const hasSubgroups = kind === "mean_range" || kind === "mean_sigma";
  const hasRules = kind !== "ewma" && kind !== "cusum";
  return (
    <>
      <Select
        size="xs"
        w={220}
        aria-label={words.kind}
        allowDeselect={false}
        value={kind}
        data={CHART_KINDS.map((value) => ({ value, label: words.kinds[value] }))}
        onChange={(value) => onChoices({ chart: value === "individuals" ? undefined : (value as ChartKind) })}
      />
      {hasSubgroups && (
        <NumberInput
          size="xs"
          w={70}
          aria-label={words.size}
          min={2}
          max={25}
          clampBehavior="strict"
          allowDecimal={false}
          value={choices.size ?? SIZE_DEFAULT}
          onChange={(size) => typeof size === "number" && size >= 2 && onChoices({ size })}
        />
      )}
      {hasRules && <RuleMenu rules={choices.rules} onChange={(rules) => onChoices({ rules })} />}
    </>
  );
}

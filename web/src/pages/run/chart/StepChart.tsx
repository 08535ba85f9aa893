import { Button, Group, Stack, Text } from "@mantine/core";
import { IconZoomReset } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Chart, type ChartMaker } from "@/charts/Chart.tsx";
import { countText } from "@/format/number.ts";
import { chartOption, drawable } from "@/pages/run/chart/chartOption.ts";
import { chartNotes } from "@/pages/run/chart/notes.ts";
import type { RunChart } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";

const t = texts.run.chart;

/** A chart that a case has drawn. */
export function StepChart({ chart }: { chart: RunChart }) {
  const [resets, setResets] = useState(0);
  const drawn = useMemo(() => drawable(chart), [chart]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart that is made anew has no zoom
  const make = useMemo<ChartMaker>(
    () => (colours) => chartOption(chart, drawn, colours),
    [chart, drawn, resets],
  );
  const title = chart.title ?? t.untitled;
  const curves = drawn.series.map((one) => one.name).join(", ");
  return (
    <Stack gap={4} component="figure" m={0}>
      <Group justify="space-between" gap="xs">
        <Text component="figcaption" fw={600} size="sm" style={{ overflowWrap: "anywhere" }}>
          {title}
        </Text>
        {drawn.pointCount > 0 && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconZoomReset size={14} />}
            onClick={() => setResets(resets + 1)}
          >
            {t.reset}
          </Button>
        )}
      </Group>
      {drawn.pointCount > 0 ? (
        <Chart make={make} height={320} label={t.label(title, curves, countText(drawn.pointCount))} />
      ) : (
        <Text size="sm" c="dimmed">
          {t.nothing}
        </Text>
      )}
      {chartNotes(chart, drawn).map((note) => (
        <Text key={note} size="xs" c="dimmed">
          {note}
        </Text>
      ))}
    </Stack>
  );
}

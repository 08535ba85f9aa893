import { Center, SegmentedControl, Select, Skeleton, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { analysisFiles } from "@/analysis/files.ts";
import { toggled } from "@/analysis/more.ts";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { MarkedPeriods } from "@/pages/yield/control/MarkedPeriods.tsx";
import { YieldControlChart } from "@/pages/yield/control/YieldControlChart.tsx";
import { controlNotes } from "@/pages/yield/control/yieldControlNotes.ts";
import { yieldChartQuery } from "@/pages/yield/queries.ts";
import { CHART_KINDS, COUNTED, type YieldView } from "@/pages/yield/search.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const HEIGHT = 300;

/** The share that failed, period by period, with the limits between which it goes up and down by chance. */
export function YieldControlPanel(props: {
  slug: string;
  filter: RunFilter;
  view: YieldView;
  onView: (view: YieldView) => void;
}) {
  const { slug, filter, view } = props;
  const words = texts.yield.control;
  const counted = view.of ?? "units";
  const asked = { bucket: view.bucket, of: counted, kind: view.kind };
  const found = useQuery({ ...yieldChartQuery(slug, filter, asked), placeholderData: keepPreviousData });
  const chart = found.data;
  return (
    <ChartPanel
      title={words.title}
      pictureTitle={words.pictureTitle[counted]}
      files={analysisFiles(slug, "yield-chart", { ...filter, ...asked })}
      actions={<Choosers view={view} onView={props.onView} />}
    >
      <Text size="sm" c="dimmed" mb="xs">
        {words.explain[counted]} {words.hint}
      </Text>
      {chart ? (
        <Stack gap={6}>
          {chart.failed.all > 0 ? (
            <YieldControlChart slug={slug} chart={chart} height={HEIGHT} />
          ) : (
            <Center h={HEIGHT} c="dimmed">
              {chart.notes[0]?.text}
            </Center>
          )}
          {chart.failed.all > 0 &&
            controlNotes(chart).map((note) => (
              <Text key={note} size="sm">
                {note}
              </Text>
            ))}
          <MarkedPeriods
            slug={slug}
            chart={chart}
            isAll={view.more?.includes("marked") ?? false}
            onToggle={() => props.onView({ ...view, more: toggled(view.more, "marked") })}
          />
        </Stack>
      ) : found.isError ? (
        <Trouble error={found.error} again={() => void found.refetch()} />
      ) : (
        <Skeleton height={HEIGHT + 60} />
      )}
    </ChartPanel>
  );
}

function Choosers({ view, onView }: { view: YieldView; onView: (view: YieldView) => void }) {
  const words = texts.yield.control;
  const kinds = (["auto", ...CHART_KINDS] as const).map((value) => ({ value, label: words.kinds[value] }));
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={words.counted}
        data={COUNTED.map((value) => ({ value, label: words.of[value] }))}
        value={view.of ?? "units"}
        onChange={(value) => onView({ ...view, of: value === "tests" ? "tests" : undefined })}
      />
      <Select
        size="xs"
        w={210}
        aria-label={words.kind}
        data={kinds}
        value={view.kind ?? "auto"}
        allowDeselect={false}
        onChange={(value) => onView({ ...view, kind: CHART_KINDS.find((kind) => kind === value) })}
      />
    </>
  );
}

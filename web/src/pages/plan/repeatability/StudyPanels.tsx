import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { analysisFiles } from "@/analysis/files.ts";
import { useOpenRun } from "@/analysis/useOpenRun.ts";
import { Chart, type ChartMaker } from "@/charts/Chart.tsx";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { countText } from "@/format/number.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import { measurementName } from "../capability/measurementName.ts";
import { type RepeatStudy, repeatStudyQuery } from "./queries.ts";
import { StandStudyPanel } from "./StandStudyPanel.tsx";
import { runOf, studyOption } from "./studyOption.ts";

/** One measurement: its repeats unit by unit, and compared by stand. */
export function StudyPanels(props: { slug: string; filter: RunFilter; series: number; onClose: () => void }) {
  const { slug, filter, series } = props;
  const words = texts.repeatability;
  const answer = useQuery(repeatStudyQuery(slug, filter, series));
  const study = answer.data;
  if (answer.isError && !study) return <Trouble error={answer.error} again={() => void answer.refetch()} />;
  if (!study) return <Skeleton height={400} />;
  return (
    <Stack gap="md">
      <ChartPanel
        title={words.look(measurementName(study.measurement.measurement))}
        files={analysisFiles(slug, "repeat-study", { ...filter, series })}
        actions={
          <Button size="compact-sm" variant="default" onClick={props.onClose}>
            {words.close}
          </Button>
        }
      >
        <Units slug={slug} study={study} />
      </ChartPanel>
      <StandStudyPanel study={study.by_stand} />
    </Stack>
  );
}

function Units({ slug, study }: { slug: string; study: RepeatStudy }) {
  const words = texts.repeatability.study;
  const make: ChartMaker = useCallback((colours) => studyOption(study, colours), [study]);
  const openRun = useOpenRun(slug);
  const open = useCallback(
    ({ data }: { data?: unknown }) => {
      const run = runOf(data);
      if (run !== undefined) openRun(run);
    },
    [openRun],
  );
  return (
    <>
      <Text size="sm" c="dimmed">
        {words.hint} {study.has_more_units && words.hasMore}
      </Text>
      <Chart
        make={make}
        height={320}
        label={words.chartLabel(countText(study.units.length))}
        onClick={open}
      />
    </>
  );
}

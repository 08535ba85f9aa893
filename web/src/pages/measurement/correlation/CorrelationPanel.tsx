import { Button, Select, Skeleton, Stack } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { analysisFiles } from "@/analysis/files.ts";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { CorrelationContent } from "@/pages/measurement/correlation/CorrelationContent.tsx";
import { correlationQuery } from "@/pages/measurement/correlation/queries.ts";
import { RelatedList } from "@/pages/measurement/correlation/RelatedList.tsx";
import { measurementName, stepText } from "@/pages/measurement/measurementName.ts";
import { type Measurement, measurementsQuery } from "@/pages/measurement/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const words = texts.correlation;
const CHOICES_SHOWN = 100;

/** Whether another measurement of the same runs goes together with this one. */
export function CorrelationPanel(props: {
  slug: string;
  filter: RunFilter;
  measurement: Measurement;
  other: number | undefined;
  onOther: (other: number | undefined) => void;
}) {
  const { slug, filter, measurement, other } = props;
  const all = useQuery(measurementsQuery(slug, measurement.plan));
  const query = correlationQuery(slug, filter, measurement.series, other ?? 0);
  const answer = useQuery({ ...query, enabled: other !== undefined });
  return (
    <ChartPanel
      title={words.title}
      pictureTitle={words.pictureTitle(measurementName(measurement))}
      actions={
        other !== undefined && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowLeft size={15} stroke={1.8} />}
            onClick={() => props.onOther(undefined)}
          >
            {words.back}
          </Button>
        )
      }
      files={
        answer.data && analysisFiles(slug, "correlation", { ...filter, series: measurement.series, other })
      }
    >
      <Stack gap="sm">
        <Select
          label={words.other}
          placeholder={words.choose}
          searchable
          clearable
          limit={CHOICES_SHOWN}
          w={{ base: "100%", xs: 360 }}
          nothingFoundMessage={words.nothingFound}
          data={choices(all.data ?? [], measurement)}
          value={other === undefined ? null : String(other)}
          onChange={(value) => props.onOther(value === null ? undefined : Number(value))}
        />
        {other === undefined ? (
          <RelatedList slug={slug} filter={filter} measurement={measurement} onOther={props.onOther} />
        ) : answer.data ? (
          <CorrelationContent slug={slug} shown={answer.data} />
        ) : answer.isError ? (
          <Trouble error={answer.error} again={() => void answer.refetch()} />
        ) : (
          <Skeleton height={420} />
        )}
      </Stack>
    </ChartPanel>
  );
}

/** Everything of the plan that is a number, but for the measurement itself. */
function choices(all: Measurement[], measurement: Measurement) {
  return all
    .filter((one) => one.kind !== "text" && one.series !== measurement.series)
    .map((one) => ({ value: String(one.series), label: `${measurementName(one)} · ${stepText(one)}` }));
}

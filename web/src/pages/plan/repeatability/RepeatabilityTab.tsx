import { Alert, Skeleton, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { analysisFiles } from "@/analysis/files.ts";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { countText } from "@/format/number.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import { usePlanView } from "../usePlanView.ts";
import { repeatabilityQuery } from "./queries.ts";
import { RepeatabilityTable } from "./RepeatabilityTable.tsx";
import { StudyPanels } from "./StudyPanels.tsx";

/** How much of what is measured is the measuring itself, from units that were tested more than once. */
export function RepeatabilityTab(props: { slug: string; filter: RunFilter }) {
  const { slug, filter } = props;
  const words = texts.repeatability;
  const { search, setView } = usePlanView();
  const answer = useQuery({ ...repeatabilityQuery(slug, filter), placeholderData: keepPreviousData });
  const found = answer.data;
  if (answer.isError && !found) return <Trouble error={answer.error} again={() => void answer.refetch()} />;
  if (!found) return <Skeleton height={480} />;
  if (found.units === 0) return <EmptyState title={words.emptyTitle}>{words.emptyWhy}</EmptyState>;
  if (found.measurements.length === 0)
    return <EmptyState title={words.noNumbers}>{words.noNumbersWhy}</EmptyState>;
  return (
    <Stack gap="md">
      {found.notes.map((note) => (
        <Alert key={note.code} color="yellow" icon={<IconAlertTriangle size={18} />}>
          {note.text}
        </Alert>
      ))}
      {search.detail !== undefined && (
        <StudyPanels
          slug={slug}
          filter={filter}
          series={search.detail}
          onClose={() => setView({ detail: undefined })}
        />
      )}
      <ChartPanel title={words.title} files={analysisFiles(slug, "repeatability", filter)}>
        <Text size="sm" c="dimmed" mb="xs">
          {words.intro(countText(found.units), countText(found.tests))}
        </Text>
        <RepeatabilityTable
          slug={slug}
          filter={filter}
          rows={found.measurements}
          open={search.detail}
          onOpen={(detail) => setView({ detail })}
        />
        {found.is_cut && (
          <Text size="sm" c="dimmed" mt="xs">
            {words.cut}
          </Text>
        )}
      </ChartPanel>
    </Stack>
  );
}

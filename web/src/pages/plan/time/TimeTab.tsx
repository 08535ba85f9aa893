import { Alert, Group, SegmentedControl, Select, Skeleton, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { analysisFiles } from "@/analysis/files.ts";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import { usePlanView } from "../usePlanView.ts";
import { SplitLegend } from "./SplitBar.tsx";
import { StandPanels } from "./StandPanels.tsx";
import { StandTimeTable } from "./StandTimeTable.tsx";
import { TimeFigureTiles } from "./TimeFigureTiles.tsx";
import { BREAKS, USUAL_BREAK } from "./timeText.ts";
import { useStandTimes } from "./useStandTimes.ts";

/** How the stands of a plan used their time. */
export function TimeTab(props: { slug: string; filter: RunFilter }) {
  const { slug } = props;
  const words = texts.time;
  const { search, setView } = usePlanView();
  const breakMinutes = search.break ?? USUAL_BREAK;
  const isOfPlan = search.scope === "plan";
  const { asked, filter } = useStandTimes(slug, props.filter, breakMinutes, isOfPlan);
  const answer = useQuery({ ...asked, placeholderData: keepPreviousData });
  const found = answer.data;
  if (answer.isError && !found) return <Trouble error={answer.error} again={() => void answer.refetch()} />;
  if (!found) return <Skeleton height={480} />;
  if (found.stands.length === 0) return <EmptyState title={words.emptyTitle}>{words.emptyWhy}</EmptyState>;
  const chosen = found.stands.find((stand) => stand.stand.value === String(search.detail));
  const file = { ...filter, break_minutes: breakMinutes };
  return (
    <Stack gap="md">
      <Group gap="sm">
        <SegmentedControl
          aria-label={words.scope}
          value={isOfPlan ? "plan" : "stands"}
          onChange={(scope) => setView({ scope: scope === "plan" ? "plan" : undefined })}
          data={[
            { value: "stands", label: words.scopes.stands },
            { value: "plan", label: words.scopes.plan },
          ]}
        />
        <Group gap="xs">
          <Text size="sm" component="label" htmlFor="break-minutes">
            {words.break}
          </Text>
          <Select
            id="break-minutes"
            size="xs"
            w={100}
            allowDeselect={false}
            value={String(breakMinutes)}
            onChange={(value) => setView({ break: Number(value) })}
            data={BREAKS.map((minutes) => ({ value: String(minutes), label: words.breakMinutes(minutes) }))}
          />
        </Group>
      </Group>
      <TimeFigureTiles figures={found.figures} />
      {chosen && (
        <StandPanels
          slug={slug}
          stand={chosen}
          answer={found}
          onClose={() => setView({ detail: undefined })}
        />
      )}
      <ChartPanel title={words.title} files={analysisFiles(slug, "time-use", file)}>
        <SplitLegend />
        <StandTimeTable
          slug={slug}
          stands={found.stands}
          open={chosen?.stand.value}
          onOpen={(detail) => setView({ detail })}
        />
        {found.is_cut && (
          <Text size="sm" c="dimmed" mt="xs">
            {words.cut}
          </Text>
        )}
      </ChartPanel>
      <Alert color="gray" variant="light" title={words.assumed}>
        <ul style={{ margin: 0, paddingLeft: "1.2em" }}>
          {found.assumptions.map((assumption) => (
            <li key={assumption}>{assumption}</li>
          ))}
        </ul>
      </Alert>
    </Stack>
  );
}

import { Skeleton, Stack } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import { stepDurationsQuery } from "../queries.ts";
import { StandsPanel } from "./StandsPanel.tsx";
import { StepsPanel } from "./StepsPanel.tsx";
import { TimePanel } from "./TimePanel.tsx";

/** How long the steps of the plan take. */
export function StepsTab(props: { slug: string; filter: RunFilter }) {
  const { slug, filter } = props;
  const answer = useQuery({ ...stepDurationsQuery(slug, filter), placeholderData: keepPreviousData });
  const found = answer.data;
  if (answer.isError && !found) return <Trouble error={answer.error} again={() => void answer.refetch()} />;
  if (!found) {
    return (
      <Stack gap="md">
        <Skeleton height={170} />
        <Skeleton height={420} />
      </Stack>
    );
  }
  if (found.steps.length === 0) {
    return <EmptyState title={texts.plan.steps.empty}>{found.note}</EmptyState>;
  }
  return (
    <Stack gap="md">
      <TimePanel slug={slug} filter={filter} durations={found} />
      <StepsPanel slug={slug} filter={filter} steps={found.steps} />
      {found.stands.length > 1 && <StandsPanel slug={slug} stands={found.stands} />}
    </Stack>
  );
}

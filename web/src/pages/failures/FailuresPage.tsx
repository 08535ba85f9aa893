import { Skeleton, Stack } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { AnalysisFrame } from "@/analysis/AnalysisFrame.tsx";
import { toggled } from "@/analysis/more.ts";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { FailingMeasurementsPanel } from "@/pages/failures/FailingMeasurementsPanel.tsx";
import { FailingStepsPanel } from "@/pages/failures/FailingStepsPanel.tsx";
import { failuresQuery, STEPS_ALL, STEPS_SHOWN } from "@/pages/failures/queries.ts";
import type { FailuresMore } from "@/pages/failures/search.ts";
import { useFailuresView } from "@/pages/failures/useFailuresView.ts";
import { NothingFits } from "@/pages/home/NothingFits.tsx";
import { texts } from "@/texts/index.ts";

/** Where units fail, since when, at which stand, and what the stands say about it. */
export function FailuresPage() {
  const { slug, filter, view, setFilter, setView } = useFailuresView();
  const split = view.split ?? "stand";
  const hasMore = (name: FailuresMore) => view.more?.includes(name) ?? false;
  const toggle = (name: FailuresMore) => setView({ ...view, more: toggled(view.more, name) });
  const limit = hasMore("steps") ? STEPS_ALL : STEPS_SHOWN;
  const found = useQuery({ ...failuresQuery(slug, filter, split, limit), placeholderData: keepPreviousData });
  const failures = found.data;
  const words = texts.failures;
  return (
    <AnalysisFrame slug={slug} title={words.title} filter={filter} onFilter={setFilter}>
      {!failures ? (
        found.isError ? (
          <Trouble error={found.error} again={() => void found.refetch()} />
        ) : (
          <Stack gap="md">
            <Skeleton height={460} />
            <Skeleton height={320} />
          </Stack>
        )
      ) : failures.tests === 0 ? (
        <NothingFits filter={filter} onChange={setFilter} />
      ) : failures.not_passed === 0 ? (
        <EmptyState
          title={words.nothingFailed}
          icon={<IconCircleCheck size={32} stroke={1.4} color="var(--pass)" />}
        >
          {words.nothingFailedWhy(failures.tests)}
        </EmptyState>
      ) : (
        <Stack gap="md">
          <FailingStepsPanel
            slug={slug}
            filter={filter}
            failures={failures}
            split={split}
            open={view.open}
            isAll={hasMore("steps")}
            isBusy={found.isPlaceholderData}
            onToggle={() => toggle("steps")}
            onSplit={(next) => setView({ ...view, split: next })}
            onOpen={(open) => setView({ ...view, open })}
          />
          <FailingMeasurementsPanel
            slug={slug}
            filter={filter}
            isAll={hasMore("measurements")}
            onToggle={() => toggle("measurements")}
          />
        </Stack>
      )}
    </AnalysisFrame>
  );
}

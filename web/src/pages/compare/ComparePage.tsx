import { Skeleton, Stack } from "@mantine/core";
import { IconArrowsLeftRight } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { AnalysisFrame } from "@/analysis/AnalysisFrame.tsx";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { texts } from "@/texts/index.ts";
import { ComparisonContent } from "./ComparisonContent.tsx";
import { comparisonQuery } from "./queries.ts";
import { SidesPanel } from "./SidesPanel.tsx";
import { areSame, type Sides } from "./sides.ts";
import { useCompareView } from "./useCompareView.ts";

/** Two periods, stands, batches or revisions: what differs, and whether that is chance. */
export function ComparePage() {
  const view = useCompareView();
  const { slug, filter, sides } = view;
  const words = texts.compare;
  const { by } = view.view;
  return (
    <AnalysisFrame
      slug={slug}
      title={words.title}
      filter={filter}
      onFilter={view.setFilter}
      without={by === "period" ? [] : [by]}
      withoutRange={by === "period"}
    >
      <SidesPanel view={view} />
      {!sides ? (
        <EmptyState
          title={words.begin}
          icon={<IconArrowsLeftRight size={32} stroke={1.4} color="var(--soft)" />}
        >
          {words.beginWhy}
        </EmptyState>
      ) : areSame(sides) ? (
        <EmptyState title={words.same} />
      ) : (
        <Compared slug={slug} sides={sides} />
      )}
    </AnalysisFrame>
  );
}

function Compared({ slug, sides }: { slug: string; sides: Sides }) {
  const answer = useQuery({ ...comparisonQuery(slug, sides), placeholderData: keepPreviousData });
  if (answer.isError && !answer.data) {
    return <Trouble error={answer.error} again={() => void answer.refetch()} />;
  }
  if (!answer.data) {
    return (
      <Stack gap="md">
        <Skeleton height={140} />
        <Skeleton height={220} />
        <Skeleton height={360} />
      </Stack>
    );
  }
  return <ComparisonContent slug={slug} sides={sides} comparison={answer.data} />;
}

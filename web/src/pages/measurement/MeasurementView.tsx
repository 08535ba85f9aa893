import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { AnalysisFrame } from "@/analysis/AnalysisFrame.tsx";
import { analysisFilterOf } from "@/analysis/search.ts";
import { problemOf } from "@/api/problem.ts";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { MeasurementFacts } from "@/pages/measurement/figures/MeasurementFacts.tsx";
import { MeasurementPanels } from "@/pages/measurement/MeasurementPanels.tsx";
import { MeasurementSkeleton } from "@/pages/measurement/MeasurementSkeleton.tsx";
import { measurementName } from "@/pages/measurement/measurementName.ts";
import { seriesQuery, textsQuery } from "@/pages/measurement/queries.ts";
import type { MeasurementSearch } from "@/pages/measurement/search.ts";
import { TextsView } from "@/pages/measurement/texts/TextsView.tsx";
import type { NameField } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement;
/** A measurement belongs to one plan. */
const WITHOUT: NameField[] = ["plan"];

/** The page of one measurement. */
export function MeasurementView(props: {
  slug: string;
  search: MeasurementSearch;
  change: (changed: Partial<MeasurementSearch>, replace?: boolean) => void;
}) {
  const { slug, search, change } = props;
  const navigate = useNavigate();
  const filter = analysisFilterOf(search);
  const { series = 0, chart, size, rules, by, view, other, lower, upper } = search;
  const answer = useQuery(seriesQuery(slug, filter, { series, chart, size, rules }));
  const shown = answer.data;
  // A text has no statistics of numbers: the server says so.
  const isText = answer.isError && problemOf(answer.error).field === "series";
  const texted = useQuery({ ...textsQuery(slug, filter, series), enabled: isText });
  const measurement = shown?.measurement ?? texted.data?.measurement;
  const showAllTimes = () => change({ range: "all", from: undefined, to: undefined });
  return (
    <AnalysisFrame
      slug={slug}
      title={measurement ? measurementName(measurement) : words.title}
      subtitle={
        measurement ? (
          <MeasurementFacts slug={slug} measurement={measurement} series={shown} search={search} />
        ) : answer.isError ? null : (
          <Skeleton height={18} width={320} />
        )
      }
      filter={filter}
      without={WITHOUT}
      onFilter={(next) =>
        void navigate({
          to: ".",
          search: { ...next, series, chart, size, rules, by, view, other, lower, upper },
          resetScroll: false,
        })
      }
    >
      {isText ? (
        <TextsView slug={slug} filter={filter} series={series} onAllTimes={showAllTimes} />
      ) : answer.isError && !answer.isPlaceholderData ? (
        <Trouble error={answer.error} again={() => void answer.refetch()} />
      ) : !shown ? (
        <MeasurementSkeleton />
      ) : shown.statistics.count === 0 ? (
        <EmptyState
          title={words.nothing}
          action={filter.range !== "all" && <Button onClick={showAllTimes}>{words.allTimes}</Button>}
        >
          {shown.statistics.left_out > 0 ? shown.statistics.note : words.nothingText}
        </EmptyState>
      ) : (
        <MeasurementPanels slug={slug} filter={filter} series={shown} search={search} change={change} />
      )}
    </AnalysisFrame>
  );
}

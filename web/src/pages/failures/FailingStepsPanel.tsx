import { Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { analysisFiles } from "@/analysis/files.ts";
import { GroupSelect } from "@/analysis/GroupSelect.tsx";
import type { GroupBy } from "@/analysis/groupBy.ts";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { runsBehind } from "@/analysis/runsBehind.ts";
import { ShowMore } from "@/analysis/ShowMore.tsx";
import { Chart, type ChartClick, type ChartMaker } from "@/charts/Chart.tsx";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { countText, percentText } from "@/format/number.ts";
import { FailingStepsTable } from "@/pages/failures/FailingStepsTable.tsx";
import { paretoOption, paretoSteps } from "@/pages/failures/paretoOption.ts";
import { type Failures, STEPS_ALL, STEPS_SHOWN } from "@/pages/failures/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const HEIGHT = 300;

/** The Pareto of steps as a picture and as a table with messages. */
export function FailingStepsPanel(props: {
  slug: string;
  filter: RunFilter;
  failures: Failures;
  split: GroupBy;
  open: number | undefined;
  isAll: boolean;
  isBusy: boolean;
  onToggle: () => void;
  onSplit: (split: GroupBy) => void;
  onOpen: (open: number | undefined) => void;
}) {
  const { slug, failures, split } = props;
  const words = texts.failures;
  const navigate = useNavigate();
  const make: ChartMaker = useCallback((colours) => paretoOption(failures, colours), [failures]);
  const pick = useCallback(
    ({ dataIndex }: ChartClick) => {
      const step = paretoSteps(failures)[dataIndex];
      if (step) void navigate({ to: "/o/$slug", params: { slug }, search: runsBehind(step.runs) });
    },
    [failures, navigate, slug],
  );
  return (
    <ChartPanel
      title={words.steps}
      files={analysisFiles(slug, "failures", { ...props.filter, limit: STEPS_ALL })}
      actions={
        <GroupSelect label={words.split} value={split} onChange={(next) => next && props.onSplit(next)} />
      }
    >
      <Text size="sm" mb="xs">
        <RunsLink slug={slug} query={failures.runs}>
          {words.failedOf(countText(failures.not_passed), countText(failures.tests))}
        </RunsLink>{" "}
        <Text span size="sm" c="dimmed">
          ({percentText(failures.not_passed, failures.tests)}). {words.explain}
        </Text>
      </Text>
      {failures.steps.length > 0 && (
        <>
          <Chart make={make} label={words.label(failures.steps.length)} height={HEIGHT} onClick={pick} />
          <FailingStepsTable
            slug={slug}
            failures={failures}
            split={split}
            open={props.open}
            onOpen={props.onOpen}
          />
        </>
      )}
      {failures.without_step.count > 0 && (
        <Text size="sm" mt="xs">
          <RunsLink slug={slug} query={failures.without_step.runs}>
            {words.withoutStep(failures.without_step.count)}
          </RunsLink>
        </Text>
      )}
      {failures.others.steps > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {words.others(failures.others.steps, countText(failures.others.count))}
        </Text>
      )}
      {failures.steps.length + failures.others.steps > STEPS_SHOWN && (
        <ShowMore
          isAll={props.isAll}
          isBusy={props.isBusy}
          more={texts.analysis.showMore(countText(Math.min(failures.others.steps, STEPS_ALL - STEPS_SHOWN)))}
          onToggle={props.onToggle}
        />
      )}
    </ChartPanel>
  );
}

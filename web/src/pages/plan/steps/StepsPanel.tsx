import { SegmentedControl, Table, Text } from "@mantine/core";
import { SortHead } from "@/analysis/SortHead.tsx";
import { Sparkline } from "@/charts/Sparkline.tsx";
import { AnchorLink } from "@/components/links.tsx";
import { Panel } from "@/components/Panel.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { countText, percentText } from "@/format/number.ts";
import { secondsText } from "@/format/seconds.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import type { StepDuration } from "../queries.ts";
import { usePlanView } from "../usePlanView.ts";
import classes from "./StepsPanel.module.css";

const words = texts.plan.steps;

/** The steps with their durations. */
export function StepsPanel(props: { slug: string; filter: RunFilter; steps: StepDuration[] }) {
  const { search, setView } = usePlanView();
  const order = search.order ?? "share";
  const steps =
    order === "plan"
      ? props.steps
      : [...props.steps].sort((one, two) => two.total_seconds - one.total_seconds);
  const longest = Math.max(...steps.map((step) => step.share ?? 0));
  const { columns, hints } = words;
  return (
    <Panel
      title={words.tableTitle}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={words.order}
          value={order}
          data={[
            { value: "share", label: words.orders.share },
            { value: "plan", label: words.orders.plan },
          ]}
          onChange={(chosen) => setView({ order: chosen === "plan" ? "plan" : undefined })}
        />
      }
    >
      <TableFrame minWidth={860}>
        <Table verticalSpacing={6} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <SortHead label={columns.step} />
              <SortHead label={columns.share} hint={hints.share} />
              <SortHead label={columns.mean} isNumber />
              <SortHead label={columns.median} isNumber />
              <SortHead label={columns.p95} hint={hints.p95} isNumber />
              <SortHead label={columns.maximum} isNumber />
              <SortHead label={columns.trend} hint={hints.trend} />
              <SortHead label={columns.values} hint={hints.values} isNumber />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {steps.map((step) => (
              <StepRow
                key={step.series}
                slug={props.slug}
                filter={props.filter}
                step={step}
                longest={longest}
              />
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </Panel>
  );
}

function StepRow(props: { slug: string; filter: RunFilter; step: StepDuration; longest: number }) {
  const { step } = props;
  const search = { ...props.filter, series: step.series };
  const time = (seconds?: number | null) => (seconds == null ? texts.plan.none : secondsText(seconds));
  return (
    <Table.Tr>
      <Table.Td maw={320}>
        <AnchorLink
          size="sm"
          fw={600}
          to="/o/$slug/measurement"
          params={{ slug: props.slug }}
          search={search}
        >
          {step.case}
        </AnchorLink>
        <Text size="xs" c="dimmed" truncate>
          {step.module}
        </Text>
      </Table.Td>
      <Table.Td>
        <span className={classes.share}>
          <span className={classes.text}>{percentText(step.share ?? 0, 1)}</span>
          <span className={classes.track} aria-hidden>
            <span
              className={classes.bar}
              style={{ width: `${(100 * (step.share ?? 0)) / (props.longest || 1)}%` }}
            />
          </span>
        </span>
      </Table.Td>
      <Table.Td ta="right">{time(step.mean_seconds)}</Table.Td>
      <Table.Td ta="right">{time(step.median_seconds)}</Table.Td>
      <Table.Td ta="right">{time(step.p95_seconds)}</Table.Td>
      <Table.Td ta="right">{time(step.maximum_seconds)}</Table.Td>
      <Table.Td>
        <Trend step={step} />
      </Table.Td>
      <Table.Td ta="right">{countText(step.values)}</Table.Td>
    </Table.Tr>
  );
}

function Trend({ step }: { step: StepDuration }) {
  const [first, last] = [step.trend[0], step.trend.at(-1)];
  if (first === undefined || last === undefined) return null;
  const label = texts.plan.capability.trendLabel(secondsText(first), secondsText(last));
  const effect = step.drift?.is_drifting ? step.drift.effect_sigmas : 0;
  return (
    <>
      <Sparkline values={step.trend} label={label} isAlarming={effect !== 0} />
      {effect !== 0 && (
        <Text size="xs" c="var(--error)">
          {effect > 0 ? words.slower : words.faster}
        </Text>
      )}
    </>
  );
}

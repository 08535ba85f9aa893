import { Paper, Skeleton, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { ShareBar } from "@/analysis/ShareBar.tsx";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Hinted } from "@/components/Hinted.tsx";
import { Instant } from "@/components/Instant.tsx";
import { AnchorLink } from "@/components/links.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { countText, durationText } from "@/format/number.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import { type Plan, plansQuery } from "./queries.ts";

/** Every plan with runs in this time; each leads to its own page. */
export function PlanList(props: { slug: string; filter: RunFilter }) {
  const { slug, filter } = props;
  const words = texts.plan.list;
  const plans = useQuery(plansQuery(slug, filter));
  if (plans.isError && !plans.data) {
    return <Trouble error={plans.error} again={() => void plans.refetch()} />;
  }
  if (!plans.data) return <Skeleton height={320} />;
  if (plans.data.plans.length === 0) {
    return <EmptyState title={words.empty}>{words.emptyWhy}</EmptyState>;
  }
  return (
    <Stack gap="xs">
      <Paper withBorder bg="var(--surface)">
        <TableFrame minWidth={760}>
          <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.name}</Table.Th>
                <Table.Th ta="right">{words.runs}</Table.Th>
                <Table.Th ta="right">{words.units}</Table.Th>
                <Table.Th>
                  <Hinted hint={words.firstPassHint}>{words.firstPass}</Hinted>
                </Table.Th>
                <Table.Th ta="right">{words.duration}</Table.Th>
                <Table.Th>{words.last}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {plans.data.plans.map((plan) => (
                <PlanRow key={plan.plan} slug={slug} filter={filter} plan={plan} />
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      </Paper>
      {plans.data.is_cut && (
        <Text size="sm" c="dimmed">
          {words.cut}
        </Text>
      )}
    </Stack>
  );
}

function PlanRow(props: { slug: string; filter: RunFilter; plan: Plan }) {
  const { slug, filter, plan } = props;
  const words = texts.plan.list;
  const { figures } = plan;
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: "anywhere" }}>
        <AnchorLink
          size="sm"
          fw={600}
          to="/o/$slug/plan"
          params={{ slug }}
          search={{ ...filter, plan: [plan.plan] }}
        >
          {plan.plan}
        </AnchorLink>
      </Table.Td>
      <Table.Td ta="right">
        <RunsLink slug={slug} query={plan.runs} label={words.runsOf(countText(figures.runs), plan.plan)}>
          {countText(figures.runs)}
        </RunsLink>
      </Table.Td>
      <Table.Td ta="right">{countText(figures.first_tests)}</Table.Td>
      <Table.Td>
        <ShareBar share={plan.first_pass_yield} none={texts.plan.none} />
      </Table.Td>
      <Table.Td ta="right">
        {figures.mean_duration_ms == null ? texts.plan.none : durationText(figures.mean_duration_ms)}
      </Table.Td>
      <Table.Td>{plan.last_run ? <Instant at={plan.last_run} /> : texts.plan.none}</Table.Td>
    </Table.Tr>
  );
}

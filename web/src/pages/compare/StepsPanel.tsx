import { Button, Group, Table, Text } from "@mantine/core";
import { useState } from "react";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { SortHead } from "@/analysis/SortHead.tsx";
import { pText } from "@/analysis/statisticsText.ts";
import { Panel } from "@/components/Panel.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { countText, percentText } from "@/format/number.ts";
import { texts } from "@/texts/index.ts";
import type { StepDifference } from "./queries.ts";
import { VerdictBadge } from "./VerdictBadge.tsx";
import { pointsText } from "./verdict.ts";

const SHOWN = 10;
const words = texts.compare.steps;

/** Steps at which one side fails more often than the other. */
export function StepsPanel(props: { slug: string; steps: StepDifference[]; compared: number }) {
  const [isAll, setIsAll] = useState(false);
  const shown = isAll ? props.steps : props.steps.slice(0, SHOWN);
  return (
    <Panel title={words.title}>
      {props.steps.length === 0 ? (
        <Text c="dimmed">{words.empty}</Text>
      ) : (
        <TableFrame minWidth={760}>
          <Table verticalSpacing={6} highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <SortHead label={words.step} />
                <SortHead label={words.a} isNumber />
                <SortHead label={words.b} isNumber />
                <SortHead label={words.difference} isNumber />
                <SortHead label={words.p} hint={words.hintP(countText(props.compared))} isNumber />
                <SortHead label={words.verdict} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((step) => (
                <StepRow key={step.step} slug={props.slug} step={step} />
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      )}
      {shown.length < props.steps.length && (
        <Group justify="center" mt="xs">
          <Button size="xs" variant="default" onClick={() => setIsAll(true)}>
            {words.more}
          </Button>
        </Group>
      )}
    </Panel>
  );
}

function StepRow({ slug, step }: { slug: string; step: StepDifference }) {
  const { a, b, difference, verdict } = step.failed;
  const share = (side: typeof a, query: string) => {
    if (side.all === 0) return texts.compare.none;
    const of = texts.compare.of(countText(side.part), countText(side.all));
    const text = `${percentText(side.part, side.all)} (${of})`;
    return side.part > 0 ? (
      <RunsLink slug={slug} query={query}>
        {text}
      </RunsLink>
    ) : (
      text
    );
  };
  return (
    <Table.Tr>
      <Table.Td maw={320}>
        <Text size="sm" fw={600} truncate>
          {step.case}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {step.plan} · {step.module}
        </Text>
      </Table.Td>
      <Table.Td ta="right">{share(a, step.runs_a)}</Table.Td>
      <Table.Td ta="right">{share(b, step.runs_b)}</Table.Td>
      <Table.Td ta="right">{difference == null ? texts.compare.none : pointsText(difference)}</Table.Td>
      <Table.Td ta="right">
        {step.p_corrected == null ? texts.compare.none : pText(step.p_corrected).replace("= ", "")}
      </Table.Td>
      <Table.Td>
        <VerdictBadge kind="failures" verdict={verdict} />
      </Table.Td>
    </Table.Tr>
  );
}

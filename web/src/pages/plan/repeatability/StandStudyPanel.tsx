import { Group, Table, Text } from "@mantine/core";
import { figureText, pText } from "@/analysis/statisticsText.ts";
import { Panel } from "@/components/Panel.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { countText } from "@/format/number.ts";
import { texts } from "@/texts/index.ts";
import type { FoundStandStudy, StandStudy } from "./queries.ts";
import { shareText } from "./shares.ts";
import { VerdictBadge } from "./VerdictBadge.tsx";

const words = texts.repeatability.study;

/** A gage study with the stands as appraisers, or what is missing for one. */
export function StandStudyPanel({ study }: { study: StandStudy }) {
  const found = study.study;
  return (
    <Panel title={words.byStand} actions={found && <VerdictBadge verdict={found.verdict} />}>
      {found ? <Found study={found} /> : <Text c="dimmed">{study.note?.text}</Text>}
    </Panel>
  );
}

function Found({ study }: { study: FoundStandStudy }) {
  const { none } = texts.repeatability;
  const stands = study.stands.map((stand) => stand.label).join(", ");
  const share = (value: number | null | undefined) => (value == null ? none : shareText(value));
  return (
    <>
      <Group gap="md" mb="xs">
        <Text size="sm" c="dimmed">
          {words.design(countText(study.units), stands, countText(study.trials))}{" "}
          {study.is_pooled && words.pooled}
        </Text>
        {study.distinct_categories != null && (
          <Text size="sm">{words.categories(countText(study.distinct_categories))}</Text>
        )}
      </Group>
      <TableFrame minWidth={640}>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.source}</Table.Th>
              <Table.Th ta="right">{words.sigma}</Table.Th>
              <Table.Th ta="right">{words.contribution}</Table.Th>
              <Table.Th ta="right">{words.studyShare}</Table.Th>
              <Table.Th ta="right">{words.toleranceShare}</Table.Th>
              <Table.Th ta="right">{words.f}</Table.Th>
              <Table.Th ta="right">{words.p}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {study.components.map((component) => {
              const line = study.table.find((one) => one.source === component.source);
              return (
                <Table.Tr key={component.source}>
                  <Table.Td>{words.sources[component.source]}</Table.Td>
                  <Table.Td ta="right">{figureText(component.sigma)}</Table.Td>
                  <Table.Td ta="right">{share(component.contribution)}</Table.Td>
                  <Table.Td ta="right">{share(component.study_share)}</Table.Td>
                  <Table.Td ta="right">{share(component.tolerance_share)}</Table.Td>
                  <Table.Td ta="right">{line?.f == null ? none : figureText(line.f)}</Table.Td>
                  <Table.Td ta="right">{line?.p == null ? none : pText(line.p).replace("= ", "")}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </>
  );
}

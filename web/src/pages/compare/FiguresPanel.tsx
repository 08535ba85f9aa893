import { Group, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { ShareBar } from "@/analysis/ShareBar.tsx";
import { SortHead } from "@/analysis/SortHead.tsx";
import { pText } from "@/analysis/statisticsText.ts";
import { Hinted } from "@/components/Hinted.tsx";
import { Panel } from "@/components/Panel.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { countText, durationText } from "@/format/number.ts";
import { texts } from "@/texts/index.ts";
import type { Comparison, Difference } from "./queries.ts";
import { SideMark } from "./SideMark.tsx";
import { VerdictBadge } from "./VerdictBadge.tsx";
import { pointsText } from "./verdict.ts";

const words = texts.compare.figures;

/** Runs, yields and times of both sides. */
export function FiguresPanel({ slug, comparison }: { slug: string; comparison: Comparison }) {
  const { a, b } = comparison;
  const duration = (ms?: number | null) => (ms == null ? texts.compare.none : durationText(ms));
  return (
    <Panel title={words.title}>
      <TableFrame minWidth={760}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.figure}</Table.Th>
              <Table.Th>
                <SideMark side="a" />
              </Table.Th>
              <Table.Th>
                <SideMark side="b" />
              </Table.Th>
              <Table.Th>{words.difference}</Table.Th>
              <SortHead label={words.p} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Plain name={words.runs} a={<Runs slug={slug} side={a} />} b={<Runs slug={slug} side={b} />} />
            <Plain
              name={words.units}
              a={countText(a.figures.first_tests)}
              b={countText(b.figures.first_tests)}
            />
            <Shares
              name={words.firstPass}
              hint={words.hints.firstPass}
              difference={comparison.first_pass_yield}
            />
            <Shares name={words.passRate} hint={words.hints.passRate} difference={comparison.pass_rate} />
            <Plain
              name={words.duration}
              a={duration(a.figures.mean_duration_ms)}
              b={duration(b.figures.mean_duration_ms)}
            />
          </Table.Tbody>
        </Table>
      </TableFrame>
    </Panel>
  );
}

function Runs({ slug, side }: { slug: string; side: Comparison["a"] }) {
  return (
    <RunsLink slug={slug} query={side.runs}>
      {countText(side.figures.runs)}
    </RunsLink>
  );
}

function Plain(props: { name: string; a: ReactNode; b: ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th scope="row">{props.name}</Table.Th>
      <Table.Td>{props.a}</Table.Td>
      <Table.Td>{props.b}</Table.Td>
      <Table.Td />
      <Table.Td />
    </Table.Tr>
  );
}

function Shares(props: { name: string; hint: string; difference: Difference }) {
  const { difference } = props;
  const { none } = texts.compare;
  const { difference: points, lower, upper } = difference;
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Hinted hint={props.hint}>{props.name}</Hinted>
      </Table.Th>
      <ShareCell share={difference.a} />
      <ShareCell share={difference.b} />
      <Table.Td>
        {points == null || lower == null || upper == null
          ? none
          : words.points(pointsText(points), pointsText(lower), pointsText(upper))}
      </Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          {difference.p_value != null && pText(difference.p_value).replace("= ", "")}
          <VerdictBadge kind="share" verdict={difference.verdict} />
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

/** A share and what it is of: 100 % of three is not 100 % of three hundred. */
function ShareCell({ share }: { share: Difference["a"] }) {
  return (
    <Table.Td>
      <ShareBar share={share} none={texts.compare.none} />
      {share.all > 0 && (
        <Text size="xs" c="dimmed">
          {texts.compare.of(countText(share.part), countText(share.all))}
        </Text>
      )}
    </Table.Td>
  );
}

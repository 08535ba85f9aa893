import { Skeleton, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { analysisFiles } from "@/analysis/files.ts";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { ShowMore } from "@/analysis/ShowMore.tsx";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { Hinted } from "@/components/Hinted.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { countText } from "@/format/number.ts";
import { ofFewestUnits } from "@/pages/yield/fewestUnits.ts";
import { type RolledYield, rolledYieldQuery } from "@/pages/yield/queries.ts";
import { Stages } from "@/pages/yield/Stages.tsx";
import { isUncertain } from "@/pages/yield/shareText.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import table from "./YieldGroupsTable.module.css";

const SHOWN = 12;

/** The chance of each part to pass all its processes at the first try. */
export function RolledYieldPanel(props: {
  slug: string;
  filter: RunFilter;
  isAll: boolean;
  onToggle: () => void;
}) {
  const { slug, filter } = props;
  const words = texts.yield.rolled;
  const found = useQuery(rolledYieldQuery(slug, filter));
  return (
    <ChartPanel title={words.title} files={analysisFiles(slug, "rolled-yield", filter)}>
      <Text size="sm" c="dimmed" mb="sm">
        {words.explain}
      </Text>
      {found.data ? (
        found.data.parts.length === 0 ? (
          <Text c="dimmed">{words.empty}</Text>
        ) : (
          <Parts {...props} parts={found.data.parts} more={found.data.more_parts} />
        )
      ) : found.isError ? (
        <Trouble error={found.error} again={() => void found.refetch()} />
      ) : (
        <Skeleton height={160} />
      )}
    </ChartPanel>
  );
}

function Parts(props: {
  slug: string;
  parts: RolledYield[];
  more: number;
  isAll: boolean;
  onToggle: () => void;
}) {
  const { slug, parts, more, isAll } = props;
  const words = texts.yield.rolled;
  return (
    <Stack gap="xs">
      <TableFrame minWidth={640}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.runs.filter.fields.part}</Table.Th>
              <Table.Th ta="right">{words.rolled}</Table.Th>
              <Table.Th ta="right">
                <Hinted hint={words.normalisedMeaning}>{words.normalised}</Hinted>
              </Table.Th>
              <Table.Th>{words.stages}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {(isAll ? parts : parts.slice(0, SHOWN)).map((part) => (
              <Table.Tr key={part.part}>
                <Table.Td style={{ whiteSpace: "nowrap" }}>
                  <RunsLink slug={slug} query={part.runs}>
                    {part.part}
                  </RunsLink>
                </Table.Td>
                <Rolled part={part} />
                <Table.Td ta="right">{percent(part.normalised)}</Table.Td>
                <Table.Td>
                  <Stages slug={slug} stages={part.stages} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
      {parts.length > SHOWN && (
        <ShowMore
          isAll={isAll}
          more={texts.analysis.showMore(countText(parts.length - SHOWN))}
          onToggle={props.onToggle}
        />
      )}
      {more > 0 && (isAll || parts.length <= SHOWN) && (
        <Text size="sm" c="dimmed">
          {words.more(more)}
        </Text>
      )}
    </Stack>
  );
}

/** What is made of few units at one stage looks uncertain, as in the other tables. */
function Rolled({ part }: { part: RolledYield }) {
  const fewest = ofFewestUnits(part.stages);
  const isWeak = fewest !== undefined && isUncertain(fewest);
  return (
    <Table.Td ta="right" fw={650} className={isWeak ? table.weak : undefined}>
      {percent(part.rolled)}
      {isWeak && (
        <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
          {texts.yield.rolled.fewest(countText(fewest.all))}
        </Text>
      )}
    </Table.Td>
  );
}

function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? "–" : `${(100 * share).toFixed(1)} %`;
}

import { Table, Text, UnstyledButton } from "@mantine/core";
import { groupLabel, narrowed } from "@/analysis/narrow.ts";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { SortHead } from "@/analysis/SortHead.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { countText } from "@/format/number.ts";
import type { YieldFigures, YieldGroup, YieldGroups } from "@/pages/yield/queries.ts";
import { intervalText, isUncertain, shareText } from "@/pages/yield/shareText.ts";
import { nameOf } from "@/pages/yield/yieldGroupsOption.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import classes from "./YieldGroupsTable.module.css";

/** The figures of each group; its name narrows the page to it, its runs are a list. */
export function YieldGroupsTable(props: {
  slug: string;
  groups: YieldGroups;
  filter: RunFilter;
  onFilter: (filter: RunFilter) => void;
}) {
  const { slug, groups, filter, onFilter } = props;
  const words = texts.yield;
  const columns = words.groups.columns;
  return (
    <TableFrame minWidth={860}>
      <Table verticalSpacing={6} highlightOnHover className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            {groups.by.map((by) => (
              <Table.Th key={by}>{texts.runs.filter.fields[by]}</Table.Th>
            ))}
            <SortHead label={columns.units} hint={words.meaning.units} isNumber />
            <SortHead label={columns.firstPass} hint={words.meaning.firstPass} isNumber />
            <SortHead label={columns.interval} hint={words.meaning.interval} isNumber />
            <SortHead label={columns.finalYield} hint={words.meaning.finalYield} isNumber />
            <SortHead label={columns.testReport} hint={words.meaning.testReport} isNumber />
            <SortHead label={columns.notPassed} isNumber />
            <SortHead label={columns.runs} isNumber />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.groups.map((group) => (
            <Table.Tr key={group.names.map((name) => `${name.part}/${name.value}`).join("|")}>
              <Names
                groups={groups}
                group={group}
                onPick={() => onFilter(narrowed(filter, groups.by, group.names))}
              />
              <Figures figures={group} />
              <Table.Td ta="right">
                <RunsLink
                  slug={slug}
                  query={group.runs}
                  label={words.groups.openRuns(countText(group.run_count), nameOf(groups, group))}
                >
                  {countText(group.run_count)}
                </RunsLink>
              </Table.Td>
            </Table.Tr>
          ))}
          {groups.others && (
            <Table.Tr>
              <Table.Td colSpan={groups.by.length}>
                <Text size="sm" c="dimmed">
                  {words.groups.others(groups.others.groups)}
                </Text>
              </Table.Td>
              <Figures figures={groups.others} />
              <Table.Td ta="right">{countText(groups.others.run_count)}</Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function Names(props: { groups: YieldGroups; group: YieldGroup; onPick: () => void }) {
  const { groups, group } = props;
  return groups.by.map((by, index) => {
    const name = group.names[index];
    const label = name ? groupLabel(by, name) : "";
    return (
      <Table.Td key={by} className={classes.name}>
        {index === 0 ? (
          <UnstyledButton className={classes.pick} title={texts.yield.groups.narrow} onClick={props.onPick}>
            {label}
          </UnstyledButton>
        ) : (
          label
        )}
      </Table.Td>
    );
  });
}

function Figures({ figures }: { figures: YieldFigures }) {
  return (
    <>
      <Table.Td ta="right">{countText(figures.units)}</Table.Td>
      <Table.Td ta="right" fw={600} className={isUncertain(figures.first_pass) ? classes.weak : undefined}>
        {shareText(figures.first_pass)}
      </Table.Td>
      <Table.Td ta="right" className={classes.interval}>
        {intervalText(figures.first_pass)}
      </Table.Td>
      <Table.Td ta="right">{shareText(figures.final_yield)}</Table.Td>
      <Table.Td ta="right">{shareText(figures.test_report)}</Table.Td>
      <Table.Td ta="right">{countText(figures.not_passed)}</Table.Td>
    </>
  );
}

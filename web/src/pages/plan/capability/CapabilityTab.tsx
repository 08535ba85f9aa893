import { Group, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { analysisFiles } from "@/analysis/files.ts";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { countText } from "@/format/number.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import { capabilityQuery } from "../queries.ts";
import type { CapabilitySort } from "../search.ts";
import { usePlanView } from "../usePlanView.ts";
import { CapabilityTable } from "./CapabilityTable.tsx";
import { FIRST_DIRECTION, shownRows } from "./sortRows.ts";

/** How well each measurement of the plan fits its limits. */
export function CapabilityTab(props: { slug: string; filter: RunFilter }) {
  const { slug, filter } = props;
  const words = texts.plan.capability;
  const { search, setView } = usePlanView();
  const answer = useQuery({ ...capabilityQuery(slug, filter), placeholderData: keepPreviousData });
  const sort = search.sort ?? "risk";
  const direction = search.direction ?? FIRST_DIRECTION[sort];
  const find = search.find ?? "";
  const all = answer.data?.measurements;
  const rows = useMemo(() => shownRows(all ?? [], find, { sort, direction }), [all, find, sort, direction]);
  if (answer.isError && !all) return <Trouble error={answer.error} again={() => void answer.refetch()} />;
  if (!all) return <Skeleton height={480} />;
  if (all.every((row) => row.values === 0)) {
    return <EmptyState title={words.empty}>{words.emptyWhy}</EmptyState>;
  }
  const sortBy = (next: CapabilitySort) => {
    const other = direction === "asc" ? "desc" : "asc";
    setView({ sort: next, direction: next === sort ? other : undefined });
  };
  return (
    <ChartPanel
      title={words.title}
      files={analysisFiles(slug, "capability", filter)}
      actions={
        <Group gap="sm">
          <Text size="sm" c="dimmed">
            {words.count(countText(rows.length), countText(all.length))}
          </Text>
          <TextInput
            size="xs"
            w={220}
            leftSection={<IconSearch size={14} />}
            placeholder={words.find}
            aria-label={words.find}
            value={find}
            onChange={(event) => setView({ find: event.currentTarget.value || undefined }, true)}
          />
        </Group>
      }
    >
      <Stack gap="xs">
        {rows.length === 0 ? (
          <Text c="dimmed" ta="center" py="xl">
            {words.nothing}
          </Text>
        ) : (
          <CapabilityTable
            slug={slug}
            filter={filter}
            rows={rows}
            sort={sort}
            direction={direction}
            onSort={sortBy}
          />
        )}
        {answer.data?.is_cut && (
          <Text size="sm" c="dimmed">
            {words.cut}
          </Text>
        )}
      </Stack>
    </ChartPanel>
  );
}

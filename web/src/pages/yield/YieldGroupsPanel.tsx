import { Group, Select, Skeleton, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { analysisFiles } from "@/analysis/files.ts";
import { GroupSelect } from "@/analysis/GroupSelect.tsx";
import type { GroupBy } from "@/analysis/groupBy.ts";
import { toggled } from "@/analysis/more.ts";
import { ShowMore } from "@/analysis/ShowMore.tsx";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { countText } from "@/format/number.ts";
import { yieldsQuery } from "@/pages/yield/queries.ts";
import { ORDERS, type YieldView } from "@/pages/yield/search.ts";
import { YieldGroupsChart } from "@/pages/yield/YieldGroupsChart.tsx";
import { YieldGroupsTable } from "@/pages/yield/YieldGroupsTable.tsx";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const SHOWN = 30;
/** As many as the server tells at once. */
const SHOWN_ALL = 1000;

/** Yield by one or two dimensions, as a picture and as a table; a click narrows the filter. */
export function YieldGroupsPanel(props: {
  slug: string;
  filter: RunFilter;
  view: YieldView;
  onView: (view: YieldView) => void;
  onFilter: (filter: RunFilter) => void;
}) {
  const { slug, filter, view, onView } = props;
  const words = texts.yield.groups;
  const [first = "stand", second] = view.by ?? [];
  const by: GroupBy[] = second ? [first, second] : [first];
  const order = view.order ?? "worst";
  const isAll = view.more?.includes("groups") ?? false;
  const found = useQuery({
    ...yieldsQuery(slug, filter, by, order, isAll ? SHOWN_ALL : SHOWN),
    placeholderData: keepPreviousData,
  });
  const groups = found.data;
  const orders = ORDERS.map((value) => ({ value, label: words.orders[value] }));
  return (
    <ChartPanel
      title={words.title}
      pictureTitle={words.pictureTitle(by.map((one) => texts.runs.filter.fields[one]))}
      files={analysisFiles(slug, "yield", { ...filter, by, order, limit: SHOWN_ALL })}
      actions={
        <Group gap={6}>
          <GroupSelect
            label={words.by}
            value={first}
            without={second}
            onChange={(next) => next && onView({ ...view, by: second ? [next, second] : [next] })}
          />
          <GroupSelect
            label={words.andBy}
            none={words.nothing}
            value={second}
            without={first}
            onChange={(next) => onView({ ...view, by: next ? [first, next] : [first] })}
          />
          <Select
            size="xs"
            w={190}
            aria-label={words.order}
            data={orders}
            value={order}
            allowDeselect={false}
            onChange={(value) => onView({ ...view, order: ORDERS.find((known) => known === value) })}
          />
        </Group>
      }
    >
      {groups ? (
        groups.groups.length === 0 ? (
          <Text c="dimmed">{words.empty}</Text>
        ) : (
          <>
            <YieldGroupsChart groups={groups} filter={filter} onFilter={props.onFilter} />
            <YieldGroupsTable slug={slug} groups={groups} filter={filter} onFilter={props.onFilter} />
            {groups.groups.length + (groups.others?.groups ?? 0) > SHOWN && (
              <ShowMore
                isAll={isAll}
                isBusy={found.isPlaceholderData}
                more={texts.analysis.showMore(countText(groups.others?.groups ?? 0))}
                onToggle={() => onView({ ...view, more: toggled(view.more, "groups") })}
              />
            )}
          </>
        )
      ) : found.isError ? (
        <Trouble error={found.error} again={() => void found.refetch()} />
      ) : (
        <Skeleton height={420} />
      )}
    </ChartPanel>
  );
}

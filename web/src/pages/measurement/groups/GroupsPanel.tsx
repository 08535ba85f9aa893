import { Center, SegmentedControl, Select, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { analysisFiles } from "@/analysis/files.ts";
import { Chart, type ChartMaker } from "@/charts/Chart.tsx";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { countText } from "@/format/number.ts";
import { GroupsTable } from "@/pages/measurement/groups/GroupsTable.tsx";
import {
  boxesOption,
  boxesScale,
  curvesOption,
  curvesScale,
} from "@/pages/measurement/groups/groupsOption.ts";
import { groupsQuery, type Series, type SeriesGroups } from "@/pages/measurement/queries.ts";
import { GROUPS_BY, type GroupBy } from "@/pages/measurement/search.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.groups;
const ROW_HEIGHT = 38;

type GroupsView = "boxes" | "curves";

/** The same measurement by stand, batch, revision … on one scale. */
export function GroupsPanel(props: {
  slug: string;
  filter: RunFilter;
  series: Series;
  name: string;
  by: GroupBy;
  view: GroupsView;
  onBy: (by: GroupBy) => void;
  onView: (view: GroupsView) => void;
}) {
  const { slug, filter, by, view } = props;
  const id = props.series.measurement.series;
  const groups = useQuery(groupsQuery(slug, filter, id, by));
  return (
    <ChartPanel
      title={words.title}
      pictureTitle={`${props.name}: ${words.by[by]}`}
      files={analysisFiles(slug, "series/groups", { ...filter, series: id, by })}
      actions={
        <>
          <Select
            size="xs"
            w={130}
            aria-label={words.byLabel}
            allowDeselect={false}
            value={by}
            data={GROUPS_BY.map((value) => ({ value, label: words.by[value] }))}
            onChange={(value) => value && props.onBy(value as GroupBy)}
          />
          <SegmentedControl
            size="xs"
            aria-label={words.view}
            value={view}
            onChange={(value) => props.onView(value === "curves" ? "curves" : "boxes")}
            data={[
              { value: "boxes", label: words.views.boxes },
              { value: "curves", label: words.views.curves },
            ]}
          />
        </>
      }
    >
      {groups.data ? (
        <Content slug={slug} shown={groups.data} unit={props.series.measurement.unit} view={view} />
      ) : groups.isError ? (
        <Trouble error={groups.error} again={() => void groups.refetch()} />
      ) : (
        <Skeleton height={260} />
      )}
    </ChartPanel>
  );
}

function Content(props: { slug: string; shown: SeriesGroups; unit: string; view: GroupsView }) {
  const { shown, unit, view } = props;
  const make: ChartMaker = useCallback(
    (colours) => (view === "boxes" ? boxesOption(shown, unit, colours) : curvesOption(shown, unit, colours)),
    [shown, unit, view],
  );
  if (shown.groups.length === 0) {
    return (
      <Center h={160} c="dimmed">
        {words.nothing}
      </Center>
    );
  }
  const scale = view === "boxes" ? boxesScale(shown) : curvesScale(shown);
  const height = view === "boxes" ? 70 + shown.groups.length * ROW_HEIGHT : 320;
  return (
    <Stack gap="xs">
      <Chart make={make} height={height} label={words.label(shown.groups.length)} />
      {view === "boxes" && (
        <Text size="xs" c="dimmed">
          {words.boxHint}
        </Text>
      )}
      {scale?.hasHidden && (
        <Text size="xs" c="dimmed">
          {texts.measurement.farLimits}
        </Text>
      )}
      <GroupsTable slug={props.slug} shown={shown} unit={unit} />
      {shown.groups.length < shown.group_count && (
        <Text size="sm" c="dimmed">
          {words.more(countText(shown.groups.length), countText(shown.group_count))}
        </Text>
      )}
    </Stack>
  );
}

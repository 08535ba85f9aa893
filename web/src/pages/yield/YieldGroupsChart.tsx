import { useCallback } from "react";
import { narrowed } from "@/analysis/narrow.ts";
import { Chart, type ChartClick, type ChartMaker } from "@/charts/Chart.tsx";
import type { YieldGroups } from "@/pages/yield/queries.ts";
import { shownGroups, yieldGroupsOption } from "@/pages/yield/yieldGroupsOption.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const ROW_HEIGHT = 26;
const AXIS_HEIGHT = 44;

/** A dot for each group, with the interval in which its true yield lies. */
export function YieldGroupsChart(props: {
  groups: YieldGroups;
  filter: RunFilter;
  onFilter: (filter: RunFilter) => void;
}) {
  const { groups, filter, onFilter } = props;
  const shown = shownGroups(groups);
  const make: ChartMaker = useCallback((colours) => yieldGroupsOption(groups, colours), [groups]);
  const pick = useCallback(
    ({ dataIndex }: ChartClick) => {
      const group = shownGroups(groups)[dataIndex];
      if (group) onFilter(narrowed(filter, groups.by, group.names));
    },
    [groups, filter, onFilter],
  );
  if (shown.length === 0) return null;
  return (
    <Chart
      make={make}
      label={texts.yield.groups.label(shown.length)}
      height={shown.length * ROW_HEIGHT + AXIS_HEIGHT}
      onClick={pick}
    />
  );
}

import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { runsBehind } from "@/analysis/runsBehind.ts";
import { Chart, type ChartClick, type ChartMaker } from "@/charts/Chart.tsx";
import { countText } from "@/format/number.ts";
import { isPeriodPoint, yieldControlOption } from "@/pages/yield/control/yieldControlOption.ts";
import type { YieldChart } from "@/pages/yield/queries.ts";
import { texts } from "@/texts/index.ts";

/** The picture; a point leads to what failed in it. */
export function YieldControlChart(props: { slug: string; chart: YieldChart; height: number }) {
  const { slug, chart } = props;
  const navigate = useNavigate();
  const make: ChartMaker = useCallback((colours) => yieldControlOption(chart, colours), [chart]);
  const pick = useCallback(
    ({ data }: ChartClick) => {
      const period = isPeriodPoint(data) ? chart.periods[data.index] : undefined;
      if (!period) return;
      const query = period.failed.part > 0 ? period.failed_runs : period.runs;
      void navigate({ to: "/o/$slug", params: { slug }, search: runsBehind(query) });
    },
    [chart, navigate, slug],
  );
  const points = chart.periods.filter((period) => period.failed.all > 0).length;
  const label = texts.yield.control.label(countText(points), countText(chart.limits?.beyond ?? 0));
  return <Chart make={make} label={label} height={props.height} onClick={pick} />;
}

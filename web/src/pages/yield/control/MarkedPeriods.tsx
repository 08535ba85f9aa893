import { Group, List, Text } from "@mantine/core";
import { IconTriangleFilled, IconTriangleInvertedFilled } from "@tabler/icons-react";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { ShowMore } from "@/analysis/ShowMore.tsx";
import { countText, percentText } from "@/format/number.ts";
import { limitsText } from "@/pages/yield/control/yieldControlTooltip.ts";
import type { YieldChart, YieldChartPeriod } from "@/pages/yield/queries.ts";
import { barTitle } from "@/runs/historyTime.ts";
import { texts } from "@/texts/index.ts";

const SHOWN = 6;

/** What is beyond the limits as a list, for those who do not see or cannot click the picture; latest first. */
export function MarkedPeriods(props: {
  slug: string;
  chart: YieldChart;
  isAll: boolean;
  onToggle: () => void;
}) {
  const { chart } = props;
  const marked = chart.periods.filter(({ verdict }) => verdict === "above" || verdict === "below").reverse();
  if (marked.length === 0) return null;
  const shown = props.isAll ? marked : marked.slice(0, SHOWN);
  return (
    <div>
      <List size="sm" spacing={4} listStyleType="none" aria-label={texts.yield.control.list}>
        {shown.map((period) => (
          <List.Item key={period.from}>
            <Marked slug={props.slug} chart={chart} period={period} />
          </List.Item>
        ))}
      </List>
      {marked.length > SHOWN && (
        <ShowMore
          isAll={props.isAll}
          more={texts.analysis.showAll(countText(marked.length))}
          onToggle={props.onToggle}
        />
      )}
    </div>
  );
}

function Marked({ slug, chart, period }: { slug: string; chart: YieldChart; period: YieldChartPeriod }) {
  const words = texts.yield.control;
  const { part, all } = period.failed;
  const isAbove = period.verdict === "above";
  const Icon = isAbove ? IconTriangleFilled : IconTriangleInvertedFilled;
  const title = barTitle(period, chart.bucket, chart.time_zone);
  const ofWhat = chart.of === "units" ? words.ofUnits : words.ofTests;
  return (
    <Group gap={8} wrap="wrap">
      <Icon
        size={12}
        color={isAbove ? "var(--chart-fail)" : "var(--chart-pass)"}
        role="img"
        aria-label={isAbove ? words.above : words.below}
      />
      <Text span size="sm" fw={600}>
        {title}
      </Text>
      <Text span size="sm">
        {percentText(part, all)} ·{" "}
        <RunsLink
          slug={slug}
          query={part > 0 ? period.failed_runs : period.runs}
          label={words.openRuns(title)}
        >
          {ofWhat(countText(part), countText(all))}
        </RunsLink>
      </Text>
      <Text span size="sm" c="dimmed">
        {words.listLimits(limitsText(period))}
      </Text>
    </Group>
  );
}

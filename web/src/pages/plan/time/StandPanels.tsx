import { Button, SimpleGrid, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { runsBehind } from "@/analysis/runsBehind.ts";
import { Chart, type ChartMaker } from "@/charts/Chart.tsx";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { countText } from "@/format/number.ts";
import { texts } from "@/texts/index.ts";
import type { StandTime, TimeUse } from "./queries.ts";
import { StopsPanel } from "./StopsPanel.tsx";
import { daysOption, hoursOption } from "./timeOptions.ts";
import { hourText } from "./timeText.ts";

const words = texts.time;

/** One stand: its days, its hours and its longest stops. */
export function StandPanels(props: { slug: string; stand: StandTime; answer: TimeUse; onClose: () => void }) {
  const { slug, stand, answer } = props;
  const { label } = stand.stand;
  const zone = answer.time_zone;
  const startMinutes = answer.day_start_minutes;
  const navigate = useNavigate();
  const days: ChartMaker = useCallback((colours) => daysOption(stand.days, zone, colours), [stand, zone]);
  const hours: ChartMaker = useCallback(
    (colours) => hoursOption(stand, startMinutes, colours),
    [stand, startMinutes],
  );
  const openDay = useCallback(
    ({ dataIndex }: { dataIndex: number }) => {
      const day = stand.days[dataIndex];
      if (day) void navigate({ to: "/o/$slug", params: { slug }, search: runsBehind(day.runs) });
    },
    [stand, navigate, slug],
  );
  const busiest = stand.testing_s_by_hour.indexOf(Math.max(...stand.testing_s_by_hour));
  return (
    <>
      <ChartPanel
        title={words.days(label)}
        actions={
          <Button size="compact-sm" variant="default" onClick={props.onClose}>
            {words.close}
          </Button>
        }
      >
        <Chart
          make={days}
          height={240}
          label={words.daysLabel(countText(stand.days.length))}
          onClick={openDay}
        />
      </ChartPanel>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <ChartPanel title={words.hoursTitle} pictureTitle={`${label}: ${words.hoursTitle}`}>
          <Text size="sm" c="dimmed">
            {words.hoursHint(zone)}
          </Text>
          <Chart make={hours} height={220} label={words.hoursLabel(hourText(busiest, startMinutes))} />
        </ChartPanel>
        <StopsPanel slug={slug} stand={stand.stand.value} stops={stand.longest_stops} />
      </SimpleGrid>
    </>
  );
}

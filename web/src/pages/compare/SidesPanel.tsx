import { ActionIcon, Group, SegmentedControl, SimpleGrid, Stack, Tooltip } from "@mantine/core";
import { IconArrowsLeftRight } from "@tabler/icons-react";
import { Panel } from "@/components/Panel.tsx";
import { texts } from "@/texts/index.ts";
import { NamesChooser } from "./NamesChooser.tsx";
import { PeriodChooser } from "./PeriodChooser.tsx";
import { SideMark } from "./SideMark.tsx";
import { COMPARE_KINDS, type CompareKind } from "./search.ts";
import type { useCompareView } from "./useCompareView.ts";

/** What is compared with what. */
export function SidesPanel({ view }: { view: ReturnType<typeof useCompareView> }) {
  const words = texts.compare;
  const { by } = view.view;
  const kinds = COMPARE_KINDS.map((kind) => ({ value: kind, label: words.kinds[kind] }));
  return (
    <Panel>
      <Stack gap="sm">
        <Group gap="sm">
          <SegmentedControl
            size="sm"
            aria-label={words.by}
            data={kinds}
            value={by}
            onChange={(kind) => view.setBy(kind as CompareKind)}
          />
          <Tooltip label={words.swap}>
            <ActionIcon variant="default" size="lg" aria-label={words.swap} onClick={view.swap}>
              <IconArrowsLeftRight size={18} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        </Group>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          {(["a", "b"] as const).map((side) => (
            <Group key={side} gap="sm" align="flex-start" wrap="nowrap">
              <SideMark side={side} />
              {by === "period" ? (
                <PeriodChooser
                  period={view.view[side][0] ?? ""}
                  today={view.today}
                  onChange={(period) => view.setSide(side, [period])}
                />
              ) : (
                <NamesChooser
                  slug={view.slug}
                  field={by}
                  chosen={view.view[side]}
                  onChange={(values) => view.setSide(side, values)}
                />
              )}
            </Group>
          ))}
        </SimpleGrid>
      </Stack>
    </Panel>
  );
}

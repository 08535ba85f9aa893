import { Button, Drawer, Group, Stack, Text } from "@mantine/core";
import { IconFileSpreadsheet, IconFileText } from "@tabler/icons-react";
import { analysisFiles } from "@/analysis/files.ts";
import { ListSkeleton } from "@/components/ListSkeleton.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { countText } from "@/format/number.ts";
import { type Bin, binTitle } from "@/pages/measurement/bin/bin.ts";
import { ListedValues } from "@/pages/measurement/bin/ListedValues.tsx";
import { useListedValues } from "@/pages/measurement/bin/useListedValues.ts";
import type { Measurement } from "@/pages/measurement/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.bin;
const ICON = { size: 16, stroke: 1.6 } as const;

/** The values of one bin of the histogram, each with the way to its run. */
export function BinDrawer(props: {
  slug: string;
  filter: RunFilter;
  measurement: Measurement;
  bin: Bin;
  close: () => void;
}) {
  const { slug, filter, measurement, bin } = props;
  const pages = useListedValues(slug, filter, measurement.series, bin);
  const total = pages.data?.pages[0]?.total;
  const values = pages.data?.pages.flatMap((page) => page.values) ?? [];
  const name = binTitle(bin, measurement.unit);
  return (
    <Drawer
      opened
      onClose={props.close}
      position="right"
      size="min(100%, 46rem)"
      title={total === undefined ? name : `${name}: ${countText(total)}`}
      closeButtonProps={{ "aria-label": words.close }}
      styles={{ title: { fontWeight: 650, fontSize: "1.125rem" } }}
    >
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed">
            {words.order}
          </Text>
          <Files slug={slug} query={{ ...filter, series: measurement.series, ...bin }} />
        </Group>
        {pages.isPending && <ListSkeleton rows={8} />}
        {pages.error && <Trouble error={pages.error} again={() => void pages.refetch()} />}
        {total === 0 && <Text c="dimmed">{words.nothing}</Text>}
        {values.length > 0 && <ListedValues slug={slug} unit={measurement.unit} values={values} />}
        {pages.hasNextPage && (
          <Group justify="center" gap="sm">
            <Button
              variant="default"
              loading={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
            >
              {words.more}
            </Button>
            <Text size="xs" c="dimmed">
              {words.shown(countText(values.length), countText(total ?? 0))}
            </Text>
          </Group>
        )}
      </Stack>
    </Drawer>
  );
}

/** Exactly these values, all pages of them. */
function Files({ slug, query }: { slug: string; query: object }) {
  const files = analysisFiles(slug, "series/values", query);
  const button = { component: "a", download: true, size: "compact-sm", variant: "default" } as const;
  return (
    <Group gap="xs">
      <Button {...button} href={files.csv} leftSection={<IconFileText {...ICON} />}>
        CSV
      </Button>
      <Button {...button} href={files.xlsx} leftSection={<IconFileSpreadsheet {...ICON} />}>
        XLSX
      </Button>
    </Group>
  );
}

import { ActionIcon, Group, Select, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconChevronsLeft } from "@tabler/icons-react";
import { countText } from "@/format/number.ts";
import type { RunPage } from "@/runs/queries.ts";
import { firstPage, PAGE_SIZE_DEFAULT, PAGE_SIZES, type TableView } from "@/runs/tableView.ts";
import { texts } from "@/texts/index.ts";

/** How many there are, and the way to the others. */
export function Pager(props: { page?: RunPage; view: TableView; onView: (view: TableView) => void }) {
  const { page, view, onView } = props;
  const words = texts.runs.table;
  const number = view.page ?? 1;
  const size = view.size ?? PAGE_SIZE_DEFAULT;
  const go = (cursor: string, to: number) => onView({ ...view, cursor, page: Math.max(to, 2) });
  const back = (cursor: string) => (number <= 2 ? onView(firstPage(view)) : go(cursor, number - 1));
  const icon = { size: 18, stroke: 1.6 } as const;
  const turn = { variant: "default", size: "md" } as const;
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" c="dimmed" aria-live="polite">
        {page && shownText(page, number, size)}
      </Text>
      <Group gap="xs" wrap="nowrap">
        <Select
          aria-label={words.size}
          size="xs"
          w={76}
          allowDeselect={false}
          data={PAGE_SIZES.map(String)}
          value={String(size)}
          onChange={(value) => onView(firstPage({ ...view, size: Number(value) }))}
        />
        <ActionIcon
          {...turn}
          aria-label={words.first}
          disabled={!view.cursor}
          onClick={() => onView(firstPage(view))}
        >
          <IconChevronsLeft {...icon} />
        </ActionIcon>
        <ActionIcon
          {...turn}
          aria-label={words.previous}
          disabled={!page?.previous}
          onClick={() => page?.previous && back(page.previous)}
        >
          <IconChevronLeft {...icon} />
        </ActionIcon>
        <ActionIcon
          {...turn}
          aria-label={words.next}
          disabled={!page?.next}
          onClick={() => page?.next && go(page.next, number + 1)}
        >
          <IconChevronRight {...icon} />
        </ActionIcon>
      </Group>
    </Group>
  );
}

function shownText(page: RunPage, number: number, size: number): string {
  const words = texts.runs.table;
  const first = (number - 1) * size + 1;
  const last = first + page.runs.length - 1;
  // Runs that arrive meanwhile move the others on, so a page number is only nearly a place.
  if (page.runs.length === page.total || last > page.total) return words.total(countText(page.total));
  return words.shown(countText(first), countText(last), countText(page.total));
}

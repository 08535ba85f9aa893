import { Button, Group, Stack } from "@mantine/core";
import { EmptyState } from "@/components/EmptyState.tsx";
import { FilterChips } from "@/runs/filter/FilterChips.tsx";
import { RangePicker } from "@/runs/filter/RangePicker.tsx";
import { RunsOverview } from "@/runs/RunsOverview.tsx";
import { withNamedRange } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import { useStandView } from "./useStandView.ts";

/** What the stand has done: figures, history and runs of a time. */
export function StandRuns({ slug, standId }: { slug: string; standId: number }) {
  const text = texts.stands.page;
  const { filter, view, setFilter, setView } = useStandView(standId);
  const { stand: _, ...conditions } = filter;
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <RangePicker filter={filter} onChange={setFilter} />
        <FilterChips slug={slug} filter={conditions} onChange={setFilter} />
      </Group>
      <RunsOverview
        slug={slug}
        filter={filter}
        view={view}
        onFilter={setFilter}
        onView={setView}
        empty={
          <EmptyState
            title={text.noRuns}
            action={
              <Button variant="default" onClick={() => setFilter(withNamedRange({}, "all"))}>
                {text.allRuns}
              </Button>
            }
          >
            {text.noRunsWhy}
          </EmptyState>
        }
      />
    </Stack>
  );
}

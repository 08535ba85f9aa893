import { Button, Group } from "@mantine/core";
import { IconFilterOff } from "@tabler/icons-react";
import { EmptyState } from "@/components/EmptyState.tsx";
import { hasConditions, type RunFilter, withNamedRange, withoutConditions } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

/** There are runs, but none that fits: the ways back to them. */
export function NothingFits(props: { filter: RunFilter; onChange: (filter: RunFilter) => void }) {
  const { filter, onChange } = props;
  const words = texts.home;
  return (
    <EmptyState
      title={words.nothing}
      icon={<IconFilterOff size={32} stroke={1.4} color="var(--soft)" />}
      action={
        <Group gap="xs" mt="xs">
          {hasConditions(filter) && (
            <Button variant="default" onClick={() => onChange(withoutConditions(filter))}>
              {words.clear}
            </Button>
          )}
          {filter.range !== "all" && (
            <Button variant="default" onClick={() => onChange(withNamedRange(filter, "all"))}>
              {words.showAll}
            </Button>
          )}
        </Group>
      }
    >
      {words.nothingWhy}
    </EmptyState>
  );
}

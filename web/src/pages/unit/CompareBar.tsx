import { Button, Group, Text } from "@mantine/core";
import { IconArrowsDiff } from "@tabler/icons-react";
import { ButtonLink } from "@/components/links.tsx";
import { inOrder } from "@/pages/unit/selection.ts";
import { texts } from "@/texts/index.ts";
import type { UnitRun } from "@/units/queries.ts";
import classes from "./unit.module.css";

/** What is selected, and the way to the comparison. */
export function CompareBar(props: { slug: string; selected: UnitRun[]; clear: () => void }) {
  const { selected } = props;
  const pair = inOrder(selected);
  return (
    <Group className={classes.compareBar} data-active={selected.length > 0 || undefined} gap="sm">
      <Text size="sm" c={selected.length ? undefined : "dimmed"} aria-live="polite">
        {selected.length === 0 && texts.unit.selectHint}
        {selected.length === 1 && texts.unit.selectedOne}
        {pair && texts.unit.selectedTwo}
      </Text>
      {pair && (
        <ButtonLink
          size="compact-sm"
          leftSection={<IconArrowsDiff size={16} />}
          from="/o/$slug/units/$partNumber/$serialNumber"
          to="."
          search={(search) => ({ ...search, before: pair[0].run_id, after: pair[1].run_id })}
        >
          {texts.unit.compare}
        </ButtonLink>
      )}
      {selected.length > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={props.clear}>
          {texts.unit.clear}
        </Button>
      )}
    </Group>
  );
}

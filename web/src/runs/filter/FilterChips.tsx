import { Button, CloseButton, Group } from "@mantine/core";
import { useChips } from "@/runs/filter/useChips.ts";
import { hasConditions, type RunFilter, withoutConditions } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import classes from "./FilterChips.module.css";

/** What is asked for, each to be taken away with one click. */
export function FilterChips(props: {
  slug: string;
  filter: RunFilter;
  onChange: (filter: RunFilter) => void;
}) {
  const { slug, filter, onChange } = props;
  const words = texts.runs.filter;
  const chips = useChips(slug, filter);
  if (!hasConditions(filter)) return null;
  return (
    <Group gap={6} role="group" aria-label={words.label}>
      {chips.map((chip) => (
        <span key={chip.key} className={classes.chip}>
          <span className={classes.field}>{chip.field}</span>
          <span className={classes.value} title={chip.value}>
            {chip.value}
          </span>
          <CloseButton
            size="xs"
            aria-label={words.remove(`${chip.field} ${chip.value}`)}
            onClick={() => onChange(chip.without)}
          />
        </span>
      ))}
      <Button size="compact-xs" variant="subtle" onClick={() => onChange(withoutConditions(filter))}>
        {words.clear}
      </Button>
    </Group>
  );
}

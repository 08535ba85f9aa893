import { Button, CloseButton, Group } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { chipsOf } from "@/runs/filter/chips.ts";
import { standNameQuery, stepNameQuery } from "@/runs/queries.ts";
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
  const stands = filter.stand ?? [];
  const names = useQueries({ queries: stands.map((id) => standNameQuery(slug, id)) });
  const steps = (filter.step ?? []).filter((id) => id !== 0);
  const found = useQueries({ queries: steps.map((id) => stepNameQuery(slug, id)) });
  if (!hasConditions(filter)) return null;
  const standNames = new Map(stands.map((id, index) => [id, names[index]?.data ?? words.unknownStand(id)]));
  const stepNames = new Map(steps.map((id, index) => [id, found[index]?.data ?? words.unknownStep(id)]));
  return (
    <Group gap={6} role="group" aria-label={words.label}>
      {chipsOf(filter, { stands: standNames, steps: stepNames }).map((chip) => (
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

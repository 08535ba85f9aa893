import { Group, Stack, Text } from "@mantine/core";
import { Instant } from "@/components/Instant.tsx";
import { AnchorLink } from "@/components/links.tsx";
import { StatusBadge } from "@/components/StatusBadge.tsx";
import { standNameOfRun } from "@/stands/standName.ts";
import { texts } from "@/texts/index.ts";
import type { UnitRun } from "@/units/queries.ts";
import classes from "./unit.module.css";

/** One of two runs that are compared. */
export function ComparedRun({ slug, run, title }: { slug: string; run: UnitRun; title: string }) {
  return (
    <Stack gap={4} className={classes.card} component="section" aria-label={title}>
      <Group gap="xs" justify="space-between">
        <Text size="xs" c="dimmed">
          {title}
        </Text>
        <StatusBadge status={run.status} />
      </Group>
      <Text size="sm" component="div">
        <AnchorLink to="/o/$slug/runs/$runId" params={{ slug, runId: run.run_id }} fw={600} inherit>
          {run.plan}
        </AnchorLink>
        {` · ${texts.unit.attempt(run.attempt)}`}
      </Text>
      <Text size="xs" c="dimmed" component="div">
        {standNameOfRun(run)}
        {run.run_at && (
          <>
            {" · "}
            <Instant at={run.run_at} />
          </>
        )}
      </Text>
    </Stack>
  );
}

import { Stack, Text } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { StatusBadge } from "@/components/StatusBadge.tsx";
import { instantText } from "@/format/instant.ts";
import { standNameOfRun } from "@/stands/standName.ts";
import { texts } from "@/texts/index.ts";
import type { UnitRun } from "@/units/queries.ts";
import classes from "./units.module.css";

/** One attempt after the other; this one is marked, the others are links. */
export function AttemptStrip(props: { slug: string; runs: UnitRun[]; currentId: string; total: number }) {
  const { slug, runs, currentId, total } = props;
  return (
    <Stack gap={6}>
      <ol className={classes.strip} aria-label={texts.attempts.list}>
        {runs.map((run, index) => (
          <li key={run.run_id} className={classes.step}>
            {index > 0 && <IconArrowRight size={16} stroke={1.6} className={classes.arrow} aria-hidden />}
            <Attempt slug={slug} run={run} isCurrent={run.run_id === currentId} />
          </li>
        ))}
      </ol>
      {runs.length < total && (
        <Text size="xs" c="dimmed">
          {texts.attempts.shown(runs.length, total)}
        </Text>
      )}
    </Stack>
  );
}

function Attempt({ slug, run, isCurrent }: { slug: string; run: UnitRun; isCurrent: boolean }) {
  return (
    <Link
      to="/o/$slug/runs/$runId"
      params={{ slug, runId: run.run_id }}
      className={classes.attempt}
      data-current={isCurrent || undefined}
      data-voided={run.voided || undefined}
      aria-current={isCurrent ? "true" : undefined}
    >
      <span className={classes.attemptHead}>
        <strong>{run.attempt}</strong>
        <StatusBadge status={run.status} />
        {run.voided && <span className={classes.voided}>{texts.unit.voided}</span>}
        {isCurrent && <span className={classes.here}>{texts.attempts.current}</span>}
      </span>
      <span className={classes.attemptFoot}>
        {standNameOfRun(run)}
        {run.run_at && ` · ${instantText(run.run_at)}`}
      </span>
    </Link>
  );
}

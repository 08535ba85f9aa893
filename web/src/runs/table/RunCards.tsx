import { Skeleton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { StatusBadge } from "@/components/StatusBadge.tsx";
import { instantText } from "@/format/instant.ts";
import { durationText } from "@/format/number.ts";
import type { RunRow } from "@/runs/queries.ts";
import { failureText } from "@/runs/table/rowTexts.ts";
import { standName } from "@/stands/standName.ts";
import { texts } from "@/texts/index.ts";
import classes from "./RunCards.module.css";

/** The table for a narrow screen: what matters most of each run, which leads to all of it. */
export function RunCards(props: { slug: string; runs?: RunRow[]; rowsExpected: number; isStale: boolean }) {
  const { slug, runs } = props;
  if (!runs) {
    const places = Array.from({ length: props.rowsExpected }, (_, index) => index);
    return places.map((place) => <Skeleton key={place} height={46} my={10} />);
  }
  return (
    <ul className={classes.list} data-stale={props.isStale}>
      {runs.map((run) => (
        <li key={run.id}>
          <Link
            className={classes.card}
            to="/o/$slug/runs/$runId"
            params={{ slug, runId: run.id }}
            preload={false}
          >
            <span className={classes.name}>{run.serial_number ?? texts.runs.table.noSerial}</span>
            <span className={classes.status}>
              <StatusBadge status={run.status} />
            </span>
            <span className={classes.what}>
              {run.plan} · {standName(run.stand)}
            </span>
            <span className={classes.when}>{durationOf(run)}</span>
            <span className={classes.what}>{run.start && instantText(run.start)}</span>
            <span className={classes.when}>{texts.runs.table.attempt(run.attempt)}</span>
            {run.failing_module && <span className={classes.failure}>{failureText(run)}</span>}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function durationOf(run: RunRow): string {
  const duration = run.duration_ms;
  return duration === null || duration === undefined ? texts.runs.table.none : durationText(duration);
}

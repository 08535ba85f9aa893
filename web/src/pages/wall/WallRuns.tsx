import { StatusBadge } from "@/components/StatusBadge.tsx";
import { useWallQuery } from "@/pages/wall/useWallQuery.ts";
import { wallInstant } from "@/pages/wall/wallTime.ts";
import { runsQuery } from "@/runs/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";
import classes from "./wall.module.css";

/** As many as a portrait screen has room for; the others are cut off below. */
const ROWS = 25;

/** What came in last. */
export function WallRuns({ slug, filter }: { slug: string; filter: RunFilter }) {
  const { time_zone: zone } = useOrganisation();
  const { data } = useWallQuery(runsQuery(slug, filter, { size: ROWS }));
  const now = new Date();
  return (
    <section className={classes.panel} aria-label={texts.wall.lastRuns} data-part="runs">
      <h2 className={classes.title}>{texts.wall.lastRuns}</h2>
      {data?.runs.length === 0 && <p className={classes.soft}>{texts.wall.noRuns}</p>}
      <ol className={classes.runs}>
        {data?.runs.map((run) => (
          <li key={run.id} className={classes.run}>
            <StatusBadge status={run.status} />
            <span className={classes.serial}>{run.serial_number ?? texts.runs.table.noSerial}</span>
            <span className={classes.at}>{run.start ? wallInstant(new Date(run.start), now, zone) : ""}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

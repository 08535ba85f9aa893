import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { RunStatus } from "@/components/StatusBadge.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { FigureTile } from "@/runs/FigureTile.tsx";
import { overviewQuery } from "@/runs/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { tileContents } from "@/runs/tileContents.ts";
import { texts } from "@/texts/index.ts";
import classes from "./FigureTiles.module.css";

/** Runs, first-pass yield, passed, failed and average time of the runs that a filter lets pass. */
export function FigureTiles(props: {
  slug: string;
  filter: RunFilter;
  /** Makes the shares buttons that lead to their runs. */
  onStatuses?: (statuses: RunStatus[]) => void;
}) {
  const { slug, filter, onStatuses } = props;
  const overview = useQuery(overviewQuery(slug, filter));
  if (overview.isError && !overview.data) {
    return <Trouble error={overview.error} again={() => void overview.refetch()} />;
  }
  const contents = overview.data && tileContents(overview.data, filter);
  const show = texts.runs.figures.show;
  const pick = (statuses: RunStatus[]) => onStatuses && (() => onStatuses(statuses));
  return (
    <div className={classes.frame}>
      <section className={classes.tiles} aria-label={texts.runs.figures.title}>
        <FigureTile content={contents?.runs} />
        <FigureTile
          content={contents?.firstPass}
          way={(tile) => <Link {...tile} to="/o/$slug/yield" params={{ slug }} search={filter} />}
          pickLabel={show.firstPass}
        />
        <FigureTile content={contents?.passed} onPick={pick(["passed"])} pickLabel={show.passed} />
        <FigureTile
          content={contents?.notPassed}
          onPick={pick(["failed", "error"])}
          pickLabel={show.notPassed}
        />
        <FigureTile content={contents?.meanDuration} />
      </section>
    </div>
  );
}

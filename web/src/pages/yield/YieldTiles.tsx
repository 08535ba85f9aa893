import type { UseQueryResult } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { runsBehind } from "@/analysis/runsBehind.ts";
import { Trouble } from "@/components/Trouble.tsx";
import type { Summary } from "@/pages/yield/queries.ts";
import { yieldTiles } from "@/pages/yield/yieldTiles.ts";
import { FigureTile } from "@/runs/FigureTile.tsx";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import classes from "./YieldTiles.module.css";

/** Five figures; those that are made of runs lead to them. */
export function YieldTiles(props: { slug: string; filter: RunFilter; summary: UseQueryResult<Summary> }) {
  const { slug, summary } = props;
  const navigate = useNavigate();
  if (summary.isError && !summary.data) {
    return <Trouble error={summary.error} again={() => void summary.refetch()} />;
  }
  const contents = summary.data && yieldTiles(summary.data, props.filter);
  const runs = summary.data?.runs;
  const show = texts.yield.show;
  const pick = (query: string | undefined) =>
    query === undefined
      ? undefined
      : () => void navigate({ to: "/o/$slug", params: { slug }, search: runsBehind(query) });
  return (
    <section className={classes.tiles} aria-label={texts.yield.tiles}>
      <FigureTile content={contents?.units} onPick={pick(runs?.first_tests)} pickLabel={show.firstTests} />
      <FigureTile
        content={contents?.firstPass}
        onPick={pick(runs?.failed_first_tests)}
        pickLabel={show.failedFirstTests}
      />
      <FigureTile content={contents?.finalYield} />
      <FigureTile content={contents?.testReport} onPick={pick(runs?.not_passed)} pickLabel={show.notPassed} />
      <FigureTile content={contents?.meanDuration} />
    </section>
  );
}

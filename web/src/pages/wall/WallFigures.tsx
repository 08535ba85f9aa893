import { IconArrowDownRight, IconArrowUpRight, IconEqual } from "@tabler/icons-react";
import type { CSSProperties } from "react";
import { countText, durationText, percentText } from "@/format/number.ts";
import { useWallQuery } from "@/pages/wall/useWallQuery.ts";
import { type Change, testsOf } from "@/runs/figures.ts";
import { overviewQuery } from "@/runs/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { tileContents } from "@/runs/tileContents.ts";
import { texts } from "@/texts/index.ts";
import classes from "./wall.module.css";

const ICONS = { up: IconArrowUpRight, down: IconArrowDownRight, same: IconEqual };

/** Yield, runs, failed and average time. */
export function WallFigures({ slug, filter }: { slug: string; filter: RunFilter }) {
  const { data, isError } = useWallQuery(overviewQuery(slug, filter));
  const figures = data?.figures;
  const contents = data && tileContents(data, filter);
  const tests = figures ? testsOf(figures) : 0;
  const mean = figures?.mean_duration_ms;
  const time = figures && (mean === null || mean === undefined ? "–" : durationText(mean));
  const values = figures && [percentText(figures.passed, tests), countText(figures.runs), time ?? ""];
  // All have the size of the one that needs most room.
  const characters = Math.max(6, ...(values ?? []).map((value) => value.length));
  const style = { "--characters": characters } as CSSProperties;
  return (
    <section className={classes.figures} style={style} aria-label={texts.runs.figures.title}>
      <Figure
        name={texts.wall.yield}
        value={figures && percentText(figures.passed, tests)}
        change={contents?.passed.change?.text}
        direction={contents?.passed.change?.direction}
        meaning={contents?.passed.change?.meaning}
        below={isError && !data ? texts.wall.noAnswer : undefined}
      />
      <Figure
        name={texts.runs.figures.runs}
        value={figures && countText(figures.runs)}
        change={contents?.runs.change?.text}
        direction={contents?.runs.change?.direction}
      />
      <Figure
        name={texts.runs.figures.notPassed}
        value={figures && countText(figures.not_passed)}
        tone={figures && figures.not_passed > 0 ? "fail" : undefined}
        change={
          figures && failedText(percentText(figures.not_passed, tests), contents?.notPassed.change?.text)
        }
        direction={contents?.notPassed.change?.direction}
        meaning={contents?.notPassed.change?.meaning}
      />
      <Figure
        name={texts.runs.figures.meanDuration}
        value={time}
        change={contents?.meanDuration.change?.text}
        direction={contents?.meanDuration.change?.direction}
      />
    </section>
  );
}

function failedText(share: string, change: string | undefined): string {
  return change ? `${share}, ${change}` : share;
}

function Figure(props: {
  name: string;
  value: string | undefined;
  change?: string;
  direction?: Change["direction"];
  meaning?: Change["meaning"];
  tone?: "fail";
  below?: string;
}) {
  const Icon = props.direction && !props.below && ICONS[props.direction];
  return (
    <div className={classes.figure}>
      <span className={classes.label}>{props.name}</span>
      <strong className={classes.value} data-tone={props.tone}>
        {props.value ?? "…"}
      </strong>
      <span className={classes.change} data-meaning={props.meaning}>
        {Icon && <Icon size="1.1em" stroke={2.4} aria-hidden className={classes.arrow} />}
        {props.below ?? props.change ?? "\u00a0"}
      </span>
    </div>
  );
}

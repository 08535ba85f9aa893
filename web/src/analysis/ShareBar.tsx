import { percentText } from "@/format/number.ts";
import classes from "./ShareBar.module.css";

/** A share with its interval: wide whiskers where there is little behind it. */
export function ShareBar(props: {
  share: { part: number; all: number; lower?: number | null; upper?: number | null };
  none: string;
}) {
  const { part, all, lower, upper } = props.share;
  if (all === 0) return <span className={classes.none}>{props.none}</span>;
  const left = `${100 * (lower ?? 0)}%`;
  const width = `${100 * ((upper ?? 1) - (lower ?? 0))}%`;
  return (
    <span className={classes.share}>
      <span className={classes.text}>{percentText(part, all)}</span>
      <span className={classes.track} aria-hidden>
        <span className={classes.interval} style={{ left, width }} />
        <span className={classes.point} style={{ left: `${(100 * part) / all}%` }} />
      </span>
    </span>
  );
}

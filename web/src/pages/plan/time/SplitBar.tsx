import { Tooltip } from "@mantine/core";
import { durationText } from "@/format/number.ts";
import { texts } from "@/texts/index.ts";
import type { TimeFigures } from "./queries.ts";
import classes from "./SplitBar.module.css";
import { splitOf } from "./timeText.ts";

/** Planned time: testing, waiting (hatched) and stopped (empty). */
export function SplitBar({ figures }: { figures: TimeFigures }) {
  const split = splitOf(figures);
  const label = texts.time.partLabel(
    durationText(1000 * figures.testing_s),
    durationText(1000 * figures.waiting_s),
    durationText(1000 * figures.stopped_s),
  );
  return (
    <Tooltip label={label}>
      <div className={classes.bar} role="img" aria-label={label}>
        <span className={classes.testing} style={{ width: `${split.testing}%` }} />
        <span className={classes.waiting} style={{ width: `${split.waiting}%` }} />
      </div>
    </Tooltip>
  );
}

/** What the parts of the bars are. */
export function SplitLegend() {
  const { parts } = texts.time;
  return (
    <div className={classes.legend}>
      <span>
        <span className={`${classes.sign} ${classes.testing}`} aria-hidden />
        {parts.testing}
      </span>
      <span>
        <span className={`${classes.sign} ${classes.waiting}`} aria-hidden />
        {parts.waiting}
      </span>
      <span>
        <span className={classes.sign} aria-hidden />
        {parts.stopped}
      </span>
    </div>
  );
}

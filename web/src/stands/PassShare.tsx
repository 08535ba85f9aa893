import { countText, percentText } from "@/format/number.ts";
import type { StandFigures } from "@/stands/queries.ts";
import { texts } from "@/texts/index.ts";
import classes from "./PassShare.module.css";

/** How many of the tests passed, as a number and a bar. Runs that are no test do not count. */
export function PassShare({ figures, none }: { figures: StandFigures; none: string }) {
  const tests = figures.passed + figures.not_passed;
  if (tests === 0) return <span className={classes.soft}>{none}</span>;
  const width = (part: number) => ({ width: `${(100 * part) / tests}%` });
  return (
    <div className={classes.share}>
      <span className={classes.text}>
        <strong>{percentText(figures.passed, tests)}</strong>
        <span className={classes.soft}>{texts.stands.page.tests(countText(tests), tests === 1)}</span>
      </span>
      <span className={classes.bar} aria-hidden>
        <span className={classes.passed} style={width(figures.passed)} />
        <span className={classes.notPassed} style={width(figures.not_passed)} />
      </span>
    </div>
  );
}

import { texts } from "@/texts/index.ts";
import type { RepeatVerdict } from "./queries.ts";
import { barWidth, shareText } from "./shares.ts";
import classes from "./ToleranceBar.module.css";

/** How much of the tolerance measuring takes, beside the marks of 10 % and 30 %. */
export function ToleranceBar(props: { share: number | null | undefined; verdict?: RepeatVerdict | null }) {
  const { share } = props;
  if (share == null) return <span>{texts.repeatability.none}</span>;
  return (
    <span className={classes.bar}>
      <span className={classes.track} aria-hidden>
        <span
          className={classes.fill}
          data-verdict={props.verdict ?? undefined}
          style={{ width: `${barWidth(share)}%` }}
        />
        <span className={classes.mark} style={{ left: `${barWidth(0.1)}%` }} />
        <span className={classes.mark} style={{ left: `${barWidth(0.3)}%` }} />
      </span>
      <span className={classes.text}>{shareText(share)}</span>
    </span>
  );
}

import { durationText } from "@/format/number.ts";
import { barOf, type Span } from "@/pages/run/steps/timeline.ts";
import { texts } from "@/texts/index.ts";
import classes from "./Steps.module.css";

const t = texts.run.steps;

/** When in the run a step was, as a bar, and how long it took, in words. */
export function StepTime(props: {
  step: { start?: string | null; stop?: string | null; duration_ms?: number | null };
  span: Span | null;
  isStrong?: boolean;
}) {
  const { step, span } = props;
  const bar = barOf(step, span);
  const after = bar && span ? durationText(bar.left * (span.to - span.from)) : null;
  return (
    <>
      <span className={classes.timeline} aria-hidden title={after ? t.startsAfter(after) : undefined}>
        {bar && (
          <span
            className={classes.bar}
            data-strong={props.isStrong || undefined}
            style={{ left: `${bar.left * 100}%`, width: `${bar.width * 100}%` }}
          />
        )}
      </span>
      <span className={classes.duration}>{stepDurationText(step.duration_ms)}</span>
    </>
  );
}

function stepDurationText(duration: number | null | undefined): string {
  if (duration === null || duration === undefined) return texts.run.without;
  return duration === 0 ? t.under : durationText(duration);
}

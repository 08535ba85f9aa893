import { IconArrowUp, IconMinus } from "@tabler/icons-react";
import { texts } from "@/texts/index.ts";
import type { Verdict } from "./queries.ts";
import classes from "./VerdictBadge.module.css";

const words = texts.compare.verdicts;
const NAMES = {
  share: { higher_in_a: words.higherInA, higher_in_b: words.higherInB },
  failures: { higher_in_a: words.moreInA, higher_in_b: words.moreInB },
  mean: { higher_in_a: words.higherInA, higher_in_b: words.higherInB },
  scatter: { higher_in_a: words.widerInA, higher_in_b: words.widerInB },
} as const;

const OTHERS = {
  not_sure: words.notSure,
  too_few: words.tooFew,
  nothing_to_compare: words.nothing,
} as const;

/** What is to be thought of a difference: by form and word, not by colour alone. */
export function VerdictBadge(props: { kind: keyof typeof NAMES; verdict: Verdict }) {
  const { verdict } = props;
  if (verdict === "higher_in_a" || verdict === "higher_in_b") {
    return (
      <span className={classes.badge} data-sure>
        <IconArrowUp size={13} stroke={2.2} aria-hidden />
        {NAMES[props.kind][verdict]}
      </span>
    );
  }
  return (
    <span className={classes.badge}>
      <IconMinus size={13} stroke={2.2} aria-hidden />
      {OTHERS[verdict]}
    </span>
  );
}

import { IconAlertTriangle, IconCheck, IconHelp, IconX } from "@tabler/icons-react";
import { texts } from "@/texts/index.ts";
import classes from "../capability/RiskBadge.module.css";
import type { RepeatVerdict } from "./queries.ts";

const LOOKS = {
  poor: { Icon: IconX, risk: "failing" },
  conditional: { Icon: IconAlertTriangle, risk: "marginal" },
  good: { Icon: IconCheck, risk: "capable" },
} as const;

/** What to think of a measurement system: by colour, sign and word. */
export function VerdictBadge({ verdict }: { verdict?: RepeatVerdict | null }) {
  const words = texts.repeatability;
  const { Icon, risk } = verdict ? LOOKS[verdict] : { Icon: IconHelp, risk: "unknown" };
  return (
    <span className={classes.badge} data-risk={risk}>
      <Icon size={14} stroke={2.2} />
      {verdict ? words.verdicts[verdict] : words.noVerdict}
    </span>
  );
}

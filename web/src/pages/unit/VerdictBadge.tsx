import { IconMinus } from "@tabler/icons-react";
import classes from "@/components/StatusBadge.module.css";
import { StatusBadge } from "@/components/StatusBadge.tsx";
import { texts } from "@/texts/index.ts";
import type { UnitVerdict } from "@/units/queries.ts";

/** Whether a unit is good, in the look of a status. */
export function VerdictBadge({ verdict, size = "sm" }: { verdict: UnitVerdict; size?: "sm" | "lg" }) {
  if (verdict !== "not_tested") return <StatusBadge status={verdict} size={size} />;
  return (
    <span className={classes.badge} data-size={size}>
      <IconMinus size={size === "lg" ? 18 : 14} stroke={2.2} aria-hidden />
      {texts.unit.verdicts.not_tested}
    </span>
  );
}

import { IconActivity, IconAlertTriangle, IconMoon, IconPlugConnectedX } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { healthText } from "@/stands/health.ts";
import type { StandHealth, StandHealthState } from "@/stands/queries.ts";
import classes from "./HealthBadge.module.css";

const ICONS: Record<StandHealthState, ComponentType<{ size: number; stroke: number }>> = {
  failing: IconAlertTriangle,
  silent: IconMoon,
  active: IconActivity,
  never: IconPlugConnectedX,
};

/** How a stand is: by colour, sign and words. */
export function HealthBadge({ health, now }: { health: StandHealth; now: Date }) {
  const Icon = ICONS[health.state];
  return (
    <span className={classes.badge} data-state={health.state}>
      <Icon size={14} stroke={2.2} />
      {healthText(health, now)}
    </span>
  );
}

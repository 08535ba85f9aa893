import {
  IconBolt,
  IconCheck,
  IconLoader2,
  IconPlayerSkipForward,
  IconPlayerStop,
  IconX,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { texts } from "@/texts/index.ts";
import classes from "./StatusBadge.module.css";

export type RunStatus = "passed" | "failed" | "error" | "stopped" | "skipped" | "run" | "ready";

const ICONS: Record<RunStatus, ComponentType<{ size: number; stroke: number }>> = {
  passed: IconCheck,
  failed: IconX,
  error: IconBolt,
  stopped: IconPlayerStop,
  skipped: IconPlayerSkipForward,
  run: IconLoader2,
  ready: IconLoader2,
};

/** How a run, module or case ended: by colour, sign and word, so that no eye is left out. */
export function StatusBadge({ status, size = "sm" }: { status: RunStatus; size?: "sm" | "lg" }) {
  const Icon = ICONS[status];
  return (
    <span className={classes.badge} data-status={status} data-size={size}>
      <Icon size={size === "lg" ? 18 : 14} stroke={2.2} />
      {texts.status[status]}
    </span>
  );
}

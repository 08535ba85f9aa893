import { Box, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconHelp, IconTrendingUp, IconX } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { effectText, pText } from "@/analysis/statisticsText.ts";
import { texts } from "@/texts/index.ts";
import type { CapabilityRow, Risk } from "../queries.ts";
import classes from "./RiskBadge.module.css";

const ICONS: Record<Risk, ComponentType<{ size: number; stroke: number }>> = {
  failing: IconX,
  not_capable: IconAlertTriangle,
  marginal: IconAlertTriangle,
  capable: IconCheck,
  unknown: IconHelp,
};

/** How urgent a measurement is: by colour, sign and word. */
export function RiskBadge({ risk }: { risk: Risk }) {
  const Icon = ICONS[risk];
  const words = texts.plan.capability;
  return (
    <Tooltip label={words.riskHints[risk]} multiline maw={280}>
      <Box component="span" tabIndex={0} className={classes.badge} data-risk={risk}>
        <Icon size={14} stroke={2.2} />
        {words.risks[risk]}
      </Box>
    </Tooltip>
  );
}

/** Where the last values lie elsewhere than those before. */
export function DriftBadge({ drift }: { drift: CapabilityRow["drift"] }) {
  if (!drift?.is_drifting) return null;
  const words = texts.plan.capability;
  const label = words.driftHint(effectText(drift.effect_sigmas), pText(drift.p_value));
  return (
    <Tooltip label={label} multiline maw={280}>
      <Box component="span" tabIndex={0} className={classes.badge} data-risk="marginal">
        <IconTrendingUp
          size={14}
          stroke={2.2}
          style={drift.effect_sigmas < 0 ? { transform: "scaleY(-1)" } : undefined}
        />
        {words.drifting}
      </Box>
    </Tooltip>
  );
}

import { Group, Text } from "@mantine/core";
import type { Coefficient } from "@/pages/measurement/correlation/queries.ts";
import { coefficientText } from "@/pages/measurement/correlation/strength.ts";
import classes from "./CoefficientBar.module.css";

/** A coefficient on the scale from −1 to +1, with its interval as a line. */
export function CoefficientBar(props: { coefficient: Coefficient }) {
  const { value, lower, upper } = props.coefficient;
  const from = Math.min(0, value);
  const percent = (at: number) => `${(at + 1) * 50}%`;
  const hasInterval = typeof lower === "number" && typeof upper === "number";
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="sm" w={62} ta="right" className={classes.number}>
        {coefficientText(value)}
      </Text>
      <div className={classes.scale} aria-hidden="true">
        <div className={classes.bar} style={{ left: percent(from), width: `${Math.abs(value) * 50}%` }} />
        {hasInterval && (
          <div
            className={classes.interval}
            style={{ left: percent(lower), width: `${(upper - lower) * 50}%` }}
          />
        )}
        <div className={classes.zero} />
      </div>
    </Group>
  );
}

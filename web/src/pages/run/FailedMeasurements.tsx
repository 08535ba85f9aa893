import { Text } from "@mantine/core";
import { valueText } from "@/format/number.ts";
import { LimitBar } from "@/pages/run/measurements/LimitBar.tsx";
import { limitsText, zoneOf } from "@/pages/run/measurements/limits.ts";
import type { RunFailure, RunMeasurement, RunReport } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";
import classes from "./FailurePanel.module.css";

const SHOWN_MAX = 5;

/** What the failed case measured outside its limits. */
export function FailedMeasurements({ report, failure }: { report: RunReport; failure: RunFailure }) {
  const module = report.modules.find((one) => one.id === failure.module_id);
  const testCase = module?.cases.find((one) => one.id === failure.case_id);
  const failed = (testCase?.measurements ?? []).filter((one) => one.result === false);
  if (failed.length === 0) return null;
  return (
    <ul className={classes.measurements}>
      {failed.slice(0, SHOWN_MAX).map((measurement) => (
        <FailedMeasurement key={measurement.position} measurement={measurement} />
      ))}
    </ul>
  );
}

function FailedMeasurement({ measurement }: { measurement: RunMeasurement }) {
  const { value, unit } = measurement;
  const zone = zoneOf(measurement);
  const limits = limitsText(measurement);
  const shown = typeof value === "number" ? valueText(value) : `“${value}”`;
  return (
    <li className={classes.measurement}>
      <span>
        {measurement.name ?? texts.run.measurements.unnamed(measurement.position + 1)}:{" "}
        <b>
          {shown}
          {unit ? ` ${unit}` : ""}
        </b>
      </span>
      {limits && (
        <Text span size="sm" c="dimmed">
          {texts.run.measurements.limits} {limits}
          {unit ? ` ${unit}` : ""}
        </Text>
      )}
      {zone && typeof value === "number" && <LimitBar value={value} zone={zone} result={false} />}
    </li>
  );
}

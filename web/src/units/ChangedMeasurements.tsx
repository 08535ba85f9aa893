import { Table } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { texts } from "@/texts/index.ts";
import { ChangeSection } from "@/units/ChangeSection.tsx";
import { differenceText, limitsText, measuredText, measurementLabel, shareText } from "@/units/changeText.ts";
import type { ChangedMeasurement, Measured, RunComparison } from "@/units/queries.ts";
import classes from "./units.module.css";

/** Values side by side, with how far they moved between their limits. */
export function ChangedMeasurements(props: {
  measurements: RunComparison["measurements"];
  labels: [string, string];
}) {
  return (
    <ChangeSection
      title={texts.changes.measurements}
      list={props.measurements}
      columns={[texts.changes.measurement, ...props.labels, texts.changes.difference, texts.changes.limits]}
      minWidth={640}
      row={(change) => <Row key={keyOf(change)} change={change} />}
    />
  );
}

function keyOf(change: ChangedMeasurement): string {
  const { module_id, case_id, position, before } = change;
  return `${module_id} ${case_id} ${position} ${before ? "" : "new"}${change.after ? "" : "gone"}`;
}

function Row({ change }: { change: ChangedMeasurement }) {
  const { before, after, unit } = change;
  const limits = [before, after].map((side) => (side ? limitsText(side) : undefined));
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes.name}>
        {measurementLabel(change)}
        <span className={classes.where}>
          {change.module_name} › {change.case_name}
        </span>
      </Table.Th>
      <Value side={before} unit={unit} />
      <Value side={after} unit={unit} />
      <Table.Td className={classes.number}>
        {differenceText(change)}
        {change.share_of_limits != null && <Share share={change.share_of_limits} />}
      </Table.Td>
      <Table.Td className={classes.side}>
        {change.limits_changed ? (
          <span className={classes.limitsChanged}>
            {limits[0] || texts.changes.empty} → {limits[1] || texts.changes.empty}
          </span>
        ) : (
          (limits[1] ?? limits[0])
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Value({ side, unit }: { side: Measured | null | undefined; unit: string | null | undefined }) {
  if (!side) {
    return (
      <Table.Td className={classes.side}>
        <span className={classes.absent}>{texts.changes.absent}</span>
      </Table.Td>
    );
  }
  return (
    <Table.Td className={classes.side} data-result={side.result ?? undefined}>
      {side.result === true && <IconCheck size={14} stroke={2.2} aria-label={texts.changes.passed} />}
      {side.result === false && <IconX size={14} stroke={2.2} aria-label={texts.changes.failed} />}
      {measuredText(side, unit)}
    </Table.Td>
  );
}

/** How much of the limits' width the value moved: as a bar, full at the whole width, and in words. */
function Share({ share }: { share: number }) {
  const text = texts.changes.ofLimits(shareText(share));
  return (
    <span className={classes.share} title={text}>
      <span className={classes.bar} aria-hidden>
        <span style={{ width: `${Math.min(100, Math.abs(share) * 100)}%` }} />
      </span>
      <span>{shareText(share)}</span>
      <span className="visually-hidden">{text}</span>
    </span>
  );
}

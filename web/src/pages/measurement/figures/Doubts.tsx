import { Alert, List } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import type { Series } from "@/pages/measurement/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.doubts;

/** Why figures mean less than they seem to, in words. */
export function Doubts({ series }: { series: Series }) {
  const { doubts, note } = series.capability;
  const hasIndices = Boolean(series.capability.overall);
  const about = [...series.limits.notes.map((one) => one.text), ...(note ? [note] : [])];
  const reasons = doubts.map((doubt) => doubt.text);
  const notes = hasIndices ? [] : [...new Set([series.statistics.note, ...about])].filter(isText);
  return (
    <>
      {hasIndices && reasons.length > 0 && (
        <Alert color="yellow" icon={<IconAlertTriangle />} title={words.title}>
          <Reasons reasons={reasons} />
        </Alert>
      )}
      {notes.length > 0 && (
        <Alert color="petrol" variant="light" icon={<IconInfoCircle />}>
          <Reasons reasons={notes} />
        </Alert>
      )}
    </>
  );
}

function Reasons({ reasons }: { reasons: string[] }) {
  return (
    <List size="sm" spacing={2}>
      {reasons.map((reason) => (
        <List.Item key={reason}>{reason}</List.Item>
      ))}
    </List>
  );
}

function isText(text: string | null | undefined): text is string {
  return Boolean(text);
}

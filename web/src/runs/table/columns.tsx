import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Instant } from "@/components/Instant.tsx";
import { AnchorLink } from "@/components/links.tsx";
import { StatusBadge } from "@/components/StatusBadge.tsx";
import { durationText } from "@/format/number.ts";
import type { RunRow } from "@/runs/queries.ts";
import { failureText } from "@/runs/table/rowTexts.ts";
import type { RunSort } from "@/runs/tableView.ts";
import { standName } from "@/stands/standName.ts";
import { texts } from "@/texts/index.ts";

export type ColumnName = keyof typeof texts.runs.table.columns;

export interface Column {
  name: ColumnName;
  sort?: RunSort;
  isNumber?: boolean;
  cell: (run: RunRow, slug: string) => ReactNode;
}

/** Every column that the table can show, in its order. */
export const COLUMNS: Column[] = [
  { name: "status", sort: "status", cell: (run) => <StatusBadge status={run.status} /> },
  { name: "serial", cell: (run, slug) => <Serial run={run} slug={slug} /> },
  { name: "part", sort: "part", cell: (run) => <Name text={run.part_number} /> },
  { name: "plan", sort: "plan", cell: (run) => <Name text={run.plan} /> },
  { name: "attempt", sort: "attempt", isNumber: true, cell: (run) => run.attempt },
  { name: "start", sort: "start", cell: (run, slug) => <Start run={run} slug={slug} /> },
  { name: "duration", sort: "duration", isNumber: true, cell: (run) => <Duration run={run} /> },
  { name: "stand", sort: "stand", cell: (run, slug) => <Stand run={run} slug={slug} /> },
  { name: "failure", cell: (run) => <Name text={failureText(run)} /> },
  { name: "batch", sort: "batch", cell: (run) => <Name text={run.batch} /> },
  { name: "process", sort: "process", cell: (run) => <Name text={run.process} /> },
  { name: "operator", sort: "operator", cell: (run) => <Name text={run.operator} /> },
  { name: "revision", cell: (run) => <Name text={run.revision} /> },
];

export const COLUMNS_SHOWN: ColumnName[] = [
  "status",
  "serial",
  "part",
  "plan",
  "attempt",
  "start",
  "duration",
  "stand",
  "failure",
  "batch",
];

function Name({ text }: { text?: string | null }) {
  if (!text) return <None />;
  return (
    <Text span inherit truncate="end" display="block" maw={220} title={text}>
      {text}
    </Text>
  );
}

function None() {
  return (
    <Text span inherit c="dimmed">
      {texts.runs.table.none}
    </Text>
  );
}

function Serial({ run, slug }: { run: RunRow; slug: string }) {
  if (!run.serial_number) {
    return (
      <Text span inherit c="dimmed">
        {texts.runs.table.noSerial}
      </Text>
    );
  }
  return (
    <AnchorLink
      to="/o/$slug/units/$partNumber/$serialNumber"
      params={{ slug, partNumber: run.part_number, serialNumber: run.serial_number }}
      inherit
      fw={600}
      preload={false}
    >
      {run.serial_number}
    </AnchorLink>
  );
}

/** The link to the run: what a click on the row does as well. */
function Start({ run, slug }: { run: RunRow; slug: string }) {
  return (
    <AnchorLink
      to="/o/$slug/runs/$runId"
      params={{ slug, runId: run.id }}
      inherit
      c="var(--mantine-color-text)"
      aria-label={run.start ? undefined : texts.runs.table.openRun(run.serial_number ?? run.id)}
    >
      {run.start ? <Instant at={run.start} /> : texts.runs.table.none}
    </AnchorLink>
  );
}

function Duration({ run }: { run: RunRow }) {
  const duration = run.duration_ms;
  return duration === null || duration === undefined ? <None /> : durationText(duration);
}

function Stand({ run, slug }: { run: RunRow; slug: string }) {
  const text = standName(run.stand);
  if (run.stand.id === null || run.stand.id === undefined) return text;
  return (
    <AnchorLink
      to="/o/$slug/stands/$standId"
      params={{ slug, standId: String(run.stand.id) }}
      inherit
      title={run.stand.hardware_id}
      preload={false}
    >
      {text}
    </AnchorLink>
  );
}

import { Button, CopyButton, Group } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Instant } from "@/components/Instant.tsx";
import { PageHeader } from "@/components/PageHeader.tsx";
import { countText } from "@/format/number.ts";
import { VerdictBadge } from "@/pages/unit/VerdictBadge.tsx";
import { texts } from "@/texts/index.ts";
import type { Unit } from "@/units/queries.ts";

/** Which unit it is, and whether it is good. */
export function UnitHeader({ unit }: { unit: Unit }) {
  return (
    <PageHeader
      title={unit.serial_number}
      badge={<VerdictBadge verdict={unit.verdict} size="lg" />}
      subtitle={<Facts unit={unit} />}
      actions={<CopySerial serial={unit.serial_number} />}
    />
  );
}

function Facts({ unit }: { unit: Unit }) {
  const revisions = unit.revisions.join(", ");
  const label = unit.revisions.length === 1 ? texts.unit.revision : texts.unit.revisions;
  const voided = unit.voided_runs > 0 ? ` (${texts.unit.voidedRuns(unit.voided_runs)})` : "";
  return (
    <Group gap="4px 16px">
      <Fact name={texts.unit.part}>{unit.part_number}</Fact>
      {revisions && <Fact name={label}>{revisions}</Fact>}
      <span>
        {texts.unit.runs(unit.runs, countText(unit.runs))}
        {voided}
      </span>
      {unit.first_run_at && unit.last_run_at && (
        <span>
          <Instant at={unit.first_run_at} />
          {unit.last_run_at !== unit.first_run_at && (
            <>
              {" – "}
              <Instant at={unit.last_run_at} />
            </>
          )}
        </span>
      )}
    </Group>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span style={{ overflowWrap: "anywhere" }}>
      {name} <strong>{children}</strong>
    </span>
  );
}

function CopySerial({ serial }: { serial: string }) {
  return (
    <CopyButton value={serial}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="sm"
          onClick={copy}
          leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
        >
          <span aria-live="polite">{copied ? texts.unit.copied : texts.unit.copySerial}</span>
        </Button>
      )}
    </CopyButton>
  );
}

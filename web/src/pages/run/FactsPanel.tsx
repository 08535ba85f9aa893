import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Instant } from "@/components/Instant.tsx";
import { AnchorLink } from "@/components/links.tsx";
import { Panel } from "@/components/Panel.tsx";
import { countText, durationText } from "@/format/number.ts";
import { personText } from "@/pages/run/person.ts";
import { StandLink } from "@/pages/run/StandLink.tsx";
import { sizeText } from "@/pages/run/size.ts";
import type { RunData } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";
import classes from "./RunPage.module.css";

const t = texts.run;

/** The card of the run: what is known about it, without what was measured. */
export function FactsPanel({ run, slug }: { run: RunData; slug: string }) {
  const zone = run.report?.stand_time_zone;
  const instant = (at: string | null | undefined) => at && <Instant at={at} zone={zone} />;
  return (
    <Panel title={t.facts}>
      <dl className={classes.facts}>
        <Fact name={t.plan}>{run.plan}</Fact>
        <Fact name={t.serial}>
          {run.serial_number && (
            <AnchorLink
              to="/o/$slug/units/$partNumber/$serialNumber"
              params={{ slug, partNumber: run.part_number, serialNumber: run.serial_number }}
              size="sm"
            >
              {run.serial_number}
            </AnchorLink>
          )}
        </Fact>
        <Fact name={t.part}>{withRevision(run)}</Fact>
        <Fact name={t.unitName}>{unitName(run)}</Fact>
        <Fact name={t.stand}>
          <StandLink run={run} slug={slug} />
        </Fact>
        <Fact name={t.location}>{run.report?.stand_location}</Fact>
        <Fact name={t.process}>{processText(run)}</Fact>
        <Fact name={t.batch}>{run.batch}</Fact>
        <Fact name={t.operator}>{run.operator}</Fact>
        <Fact name={t.attempt}>{countText(run.attempt)}</Fact>
        <Fact name={t.started}>{instant(run.start)}</Fact>
        <Fact name={t.stopped}>{instant(run.stop)}</Fact>
        <Fact name={t.duration}>{run.duration_ms != null && durationText(run.duration_ms)}</Fact>
        <Fact name={t.errorCode}>{run.error_code}</Fact>
        <Fact name={t.received}>{instant(run.received)}</Fact>
        <Fact name={t.principal}>
          {personText(run.principal)}
          <Text span size="xs" c="dimmed">
            {" "}
            ({t.sources[run.source] ?? run.source})
          </Text>
        </Fact>
        <Fact name={t.hardwareId}>{run.stand.hardware_id}</Fact>
        <Fact name={t.timeZone}>{zone}</Fact>
        <Fact name={t.runNumber}>{countText(run.run_number)}</Fact>
        <Fact name={t.size}>{sizeText(run.size_bytes)}</Fact>
        <Fact name={t.id} isWide>
          {run.id}
        </Fact>
      </dl>
    </Panel>
  );
}

/** What the report does not say has no place on the card. */
function Fact({ name, children, isWide }: { name: string; children: ReactNode; isWide?: boolean }) {
  if (children === null || children === undefined || children === "" || children === false) return null;
  return (
    <div className={classes.fact} data-wide={isWide}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function withRevision({ part_number, revision }: RunData): string {
  return revision ? `${part_number}, ${t.revision.toLowerCase()} ${revision}` : part_number;
}

/** A unit without a name is called like its part in every report. */
function unitName({ report, part_number }: RunData): string | null {
  const name = report?.unit_name === part_number ? null : report?.unit_name;
  return [name, report?.unit_kind].filter(Boolean).join(", ");
}

function processText({ process, report }: RunData): string | null | undefined {
  const number = report?.process_number;
  return process && number != null ? `${process} (${number})` : process;
}

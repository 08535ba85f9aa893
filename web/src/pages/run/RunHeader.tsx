import { Group } from "@mantine/core";
import { Instant } from "@/components/Instant.tsx";
import { AnchorLink } from "@/components/links.tsx";
import { PageHeader } from "@/components/PageHeader.tsx";
import { StatusBadge } from "@/components/StatusBadge.tsx";
import { durationText } from "@/format/number.ts";
import { RunActions } from "@/pages/run/RunActions.tsx";
import { StandLink } from "@/pages/run/StandLink.tsx";
import type { RunData } from "@/pages/run/types.ts";
import type { RunAddress } from "@/pages/run/useRun.ts";
import { texts } from "@/texts/index.ts";
import classes from "./VoidedNotice.module.css";

const t = texts.run;

/** Which run this is, how it ended, and what can be done with it. */
export function RunHeader({ run, address }: { run: RunData; address: RunAddress }) {
  const when = run.start ?? run.stop ?? run.received;
  return (
    <PageHeader
      title={run.serial_number ?? t.noSerial}
      badge={
        <>
          <StatusBadge status={run.status} size="lg" />
          {run.void && <span className={classes.badge}>{t.voidedBadge}</span>}
        </>
      }
      subtitle={
        <Group gap="4px 14px">
          <span>{run.plan}</span>
          <span>{run.part_number}</span>
          {when && <Instant at={when} zone={run.report?.stand_time_zone} />}
          {run.duration_ms != null && <span>{durationText(run.duration_ms)}</span>}
          <StandLink run={run} slug={address.slug} />
          {run.attempt > 1 && <span>{t.attemptOf(run.attempt)}</span>}
          {run.serial_number && (
            <AnchorLink
              to="/o/$slug/units/$partNumber/$serialNumber"
              params={{ slug: address.slug, partNumber: run.part_number, serialNumber: run.serial_number }}
              size="sm"
            >
              {t.unitPage}
            </AnchorLink>
          )}
        </Group>
      }
      actions={<RunActions run={run} address={address} />}
    />
  );
}

import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { AnchorLink, ButtonLink } from "@/components/links.tsx";
import { StatusBadge } from "@/components/StatusBadge.tsx";
import { FailedMeasurements } from "@/pages/run/FailedMeasurements.tsx";
import { LongText } from "@/pages/run/LongText.tsx";
import { caseKey } from "@/pages/run/search.ts";
import type { RunData, RunFailure, RunReport } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";
import classes from "./FailurePanel.module.css";

const t = texts.run.failure;

/** Why the run did not pass, as far as its report says, with the way to the case. */
export function FailurePanel({ run, report }: { run: RunData; report: RunReport }) {
  const failure = report.caused_failure ?? report.first_failure;
  const first = report.first_failure;
  const isOther = failure && first && keyOf(first) !== keyOf(failure);
  return (
    <section className={classes.panel} aria-label={failure ? t.label : t.noCase}>
      <Stack gap="xs">
        <Group gap="xs" justify="space-between">
          <div>
            {failure && (
              <Text size="xs" c="dimmed">
                {report.caused_failure ? t.cause : t.first}
              </Text>
            )}
            <Title order={2} size="h5" style={{ overflowWrap: "anywhere" }}>
              {failure ? nameOf(failure) : t.noCase}
            </Title>
          </div>
          <Group gap="xs">
            {failure?.status && <StatusBadge status={failure.status} />}
            {run.error_code != null && (
              <Badge variant="default" tt="none">
                {texts.run.errorCode} {run.error_code}
              </Badge>
            )}
          </Group>
        </Group>
        {!failure && <Text size="sm">{t.noCaseWhy}</Text>}
        {failure &&
          (failure.message ? (
            <LongText text={failure.message} tone="fail" />
          ) : (
            <Text size="sm" c="dimmed">
              {failure.case_name == null ? t.notInReport : t.noMessage}
            </Text>
          ))}
        {failure && <FailedMeasurements report={report} failure={failure} />}
        {isOther && (
          <Text size="sm">
            {t.firstOther} <CaseLink failure={first}>{nameOf(first)}</CaseLink>.
          </Text>
        )}
        <Group gap="sm">
          {failure?.case_name != null && (
            <ButtonLink
              from="/o/$slug/runs/$runId"
              search={(before) => ({ ...before, case: keyOf(failure) })}
              resetScroll={false}
              size="compact-sm"
              variant="default"
              leftSection={<IconArrowDown size={14} />}
            >
              {t.jump}
            </ButtonLink>
          )}
          {report.failed_case_count > 1 && (
            <AnchorLink
              from="/o/$slug/runs/$runId"
              search={(before) => ({ ...before, failed: true })}
              resetScroll={false}
              size="sm"
            >
              {t.count(report.failed_case_count)}
            </AnchorLink>
          )}
        </Group>
      </Stack>
    </section>
  );
}

function CaseLink({ failure, children }: { failure: RunFailure; children: string }) {
  return (
    <AnchorLink
      from="/o/$slug/runs/$runId"
      search={(before) => ({ ...before, case: keyOf(failure) })}
      resetScroll={false}
      size="sm"
    >
      {children}
    </AnchorLink>
  );
}

function keyOf(failure: RunFailure): string {
  return caseKey(failure.module_id, failure.case_id);
}

function nameOf(failure: RunFailure): string {
  const module = failure.module_name || failure.module_id;
  return `${module} › ${failure.case_name || failure.case_id}`;
}

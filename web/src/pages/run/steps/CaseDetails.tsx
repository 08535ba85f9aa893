import { Group, Stack, Text } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { AnchorLink } from "@/components/links.tsx";
import { StepChart } from "@/pages/run/chart/StepChart.tsx";
import { LongText } from "@/pages/run/LongText.tsx";
import { MeasurementTable } from "@/pages/run/measurements/MeasurementTable.tsx";
import { ArtifactView } from "@/pages/run/properties/ArtifactView.tsx";
import { caseKey } from "@/pages/run/search.ts";
import { hasDetails } from "@/pages/run/steps/openSteps.ts";
import { hasFailed, type RunCase } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";
import classes from "./Steps.module.css";

const t = texts.run.steps;

/** Everything that a case noted. */
export function CaseDetails({ moduleId, testCase }: { moduleId: string; testCase: RunCase }) {
  const { assertion_message: complaint, messages, message_count } = testCase;
  return (
    <Stack className={classes.details} gap="sm">
      {complaint && <LongText text={complaint} tone={hasFailed(testCase.status) ? "fail" : "plain"} />}
      {messages.length > 0 && (
        <div>
          <Text size="xs" c="dimmed" mb={2}>
            {t.messages}
          </Text>
          <LongText text={messages.join("\n")} tone="plain" />
          {message_count > messages.length && (
            <Text size="xs" c="dimmed" mt={2}>
              {t.moreMessages(message_count - messages.length)}
            </Text>
          )}
        </div>
      )}
      {testCase.measurement_count > 0 && <MeasurementTable moduleId={moduleId} testCase={testCase} />}
      {testCase.chart && <StepChart chart={testCase.chart} />}
      {testCase.artifact && (
        <ArtifactView title={texts.run.properties.artifact} artifact={testCase.artifact} />
      )}
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          {hasDetails(testCase) ? <code className={classes.id}>{testCase.id}</code> : t.nothing}
        </Text>
        <AnchorLink
          from="/o/$slug/runs/$runId"
          search={(before) => ({ ...before, case: caseKey(moduleId, testCase.id) })}
          resetScroll={false}
          replace
          size="xs"
        >
          <IconLink size={12} aria-hidden /> {t.link}
        </AnchorLink>
      </Group>
    </Stack>
  );
}

import { Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { AnchorLink } from "@/components/links.tsx";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { texts } from "@/texts/index.ts";
import { AttemptStrip } from "@/units/AttemptStrip.tsx";
import { attemptsQuery, type UnitAttempts } from "@/units/queries.ts";
import { RunChanges } from "@/units/RunChanges.tsx";

/** The attempts of the unit in this plan, and what changed since the one before. For the page of a run. */
export function AttemptsPanel({ slug, runId }: { slug: string; runId: string }) {
  const attempts = useQuery(attemptsQuery(slug, runId));
  return (
    <Panel
      title={texts.attempts.title}
      actions={attempts.data && <UnitLink slug={slug} of={attempts.data} />}
    >
      {attempts.data ? (
        <Attempts slug={slug} runId={runId} attempts={attempts.data} />
      ) : attempts.error ? (
        <Trouble error={attempts.error} again={() => void attempts.refetch()} />
      ) : (
        <Skeleton height={58} />
      )}
    </Panel>
  );
}

function Attempts(props: { slug: string; runId: string; attempts: UnitAttempts }) {
  const { slug, runId, attempts } = props;
  const previous = attempts.runs.find((run) => run.run_id === attempts.previous_run_id);
  if (!attempts.serial_number) return <Explanation>{texts.attempts.noUnit}</Explanation>;
  if (attempts.total < 2) return <Explanation>{texts.attempts.only}</Explanation>;
  return (
    <Stack gap="md">
      <AttemptStrip slug={slug} runs={attempts.runs} currentId={runId} total={attempts.total} />
      {previous ? (
        <Stack gap="xs">
          <Title order={3} size="h6">
            {texts.attempts.changedSince(previous.attempt)}
          </Title>
          <RunChanges slug={slug} before={previous.run_id} after={runId} />
        </Stack>
      ) : (
        <Explanation>{texts.attempts.firstOne}</Explanation>
      )}
    </Stack>
  );
}

function UnitLink({ slug, of }: { slug: string; of: UnitAttempts }) {
  if (!of.serial_number) return null;
  return (
    <AnchorLink
      size="sm"
      to="/o/$slug/units/$partNumber/$serialNumber"
      params={{ slug, partNumber: of.part_number, serialNumber: of.serial_number }}
    >
      {texts.attempts.toUnit}
    </AnchorLink>
  );
}

function Explanation({ children }: { children: string }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  );
}

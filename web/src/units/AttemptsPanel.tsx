import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowsDiff, IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { AnchorLink } from "@/components/links.tsx";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { texts } from "@/texts/index.ts";
import { AttemptStrip } from "@/units/AttemptStrip.tsx";
import { attemptsQuery, type UnitAttempts, type UnitRun } from "@/units/queries.ts";
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
        <ChangesSince slug={slug} previous={previous} runId={runId} />
      ) : (
        <Explanation>{texts.attempts.firstOne}</Explanation>
      )}
    </Stack>
  );
}

/** Asked for when somebody wants to see them: the steps of the run are more often what is looked for. */
function ChangesSince({ slug, previous, runId }: { slug: string; previous: UnitRun; runId: string }) {
  const [isOpen, changes] = useDisclosure(false);
  return (
    <Stack gap="sm" align="stretch">
      <Button
        variant="default"
        size="xs"
        onClick={changes.toggle}
        aria-expanded={isOpen}
        leftSection={<IconArrowsDiff size={16} stroke={1.6} />}
        rightSection={isOpen ? <IconChevronUp size={14} /> : <IconChevronDown size={14} />}
        style={{ alignSelf: "flex-start" }}
      >
        {texts.attempts.changedSince(previous.attempt)}
      </Button>
      {isOpen && <RunChanges slug={slug} before={previous.run_id} after={runId} />}
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

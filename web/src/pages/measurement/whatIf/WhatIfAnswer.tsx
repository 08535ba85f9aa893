import { Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useOpenRun } from "@/analysis/useOpenRun.ts";
import { countText, percentText } from "@/format/number.ts";
import type { WhatIf } from "@/pages/measurement/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.whatIf;
const RUNS_SHOWN = 8;

/** The yield that would have been, and how sure that is. */
export function WhatIfAnswer({ slug, answer }: { slug: string; answer: WhatIf }) {
  const openRun = useOpenRun(slug);
  const { now, then } = answer;
  const isSame = answer.would_fail === 0 && answer.would_pass === 0;
  const interval =
    typeof then.lower === "number" && typeof then.upper === "number"
      ? words.interval(percentText(then.lower, 1), percentText(then.upper, 1))
      : "";
  return (
    <Stack gap={6} aria-live="polite">
      {then.all > 0 && (
        <Text>
          {words.before}{" "}
          <Text span fw={700} fz="lg">
            {percentText(then.part, then.all)}
          </Text>{" "}
          {now.all > 0 ? words.now(percentText(now.part, now.all)) : words.nowNothing}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {interval}
      </Text>
      {answer.note && <Text size="sm">{answer.note}</Text>}
      <Text size="sm">
        {isSame ? words.same : words.changes(countText(answer.would_fail), countText(answer.would_pass))}
      </Text>
      {answer.changed_runs.length > 0 && (
        <div>
          <Text size="sm" c="dimmed">
            {words.runs}:
          </Text>
          <Group gap="xs">
            {answer.changed_runs.slice(0, RUNS_SHOWN).map((number) => (
              <UnstyledButton key={number} c="var(--accent)" fz="sm" onClick={() => openRun(number)}>
                {words.run(countText(number))}
              </UnstyledButton>
            ))}
          </Group>
        </div>
      )}
      <Text size="xs" c="dimmed">
        {words.only}
      </Text>
    </Stack>
  );
}

import { Stack, Text } from "@mantine/core";
import { countText, percentText } from "@/format/number.ts";
import type { WhatIf } from "@/pages/measurement/queries.ts";
import { ChangedRunList } from "@/pages/measurement/whatIf/ChangedRunList.tsx";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.whatIf;

/** The yield that would have been, and how sure that is. */
export function WhatIfAnswer({ slug, answer }: { slug: string; answer: WhatIf }) {
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
          ({ofText(then)}){" "}
          {now.all > 0 ? words.now(percentText(now.part, now.all), ofText(now)) : words.nowNothing}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {interval}
      </Text>
      {answer.not_compared > 0 && (
        <Text size="sm" c="dimmed">
          {words.notCompared(countText(answer.not_compared))}
        </Text>
      )}
      {answer.note && <Text size="sm">{answer.note}</Text>}
      <Text size="sm">
        {isSame ? words.same : words.changes(countText(answer.would_fail), countText(answer.would_pass))}
      </Text>
      <ChangedRunList slug={slug} answer={answer} />
      <Text size="xs" c="dimmed">
        {words.only}
      </Text>
    </Stack>
  );
}

/** The two shares can be of different values. */
function ofText({ part, all }: WhatIf["now"]): string {
  return words.of(countText(part), countText(all));
}

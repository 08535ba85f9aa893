import { Group, Stack, Table, Text } from "@mantine/core";
import type { GroupBy } from "@/analysis/groupBy.ts";
import { groupLabel } from "@/analysis/narrow.ts";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { countText, percentText } from "@/format/number.ts";
import type { FailingStep } from "@/pages/failures/queries.ts";
import { texts } from "@/texts/index.ts";
import classes from "./FailureDetails.module.css";

/** What the stands said, and where it happened. */
export function FailureDetails(props: { slug: string; step: FailingStep; split: GroupBy }) {
  const { step, split } = props;
  const words = texts.failures;
  const field = texts.runs.filter.fields[split];
  return (
    <Group align="flex-start" gap="xl" className={classes.details}>
      <Stack gap={6} className={classes.part}>
        <Text size="xs" fw={600} c="dimmed">
          {words.messagesOf(Number(step.messages_of))}
        </Text>
        {step.messages.length === 0 && <Text size="sm">{words.noMessage}</Text>}
        {step.messages.map((message) => (
          <div key={message.pattern} className={classes.message}>
            <span className={classes.count}>{countText(message.count)}×</span>
            <span>{message.text}</span>
          </div>
        ))}
      </Stack>
      <Stack gap={6} className={classes.part}>
        <Text size="xs" fw={600} c="dimmed">
          {words.byField(field.toLowerCase())}
        </Text>
        <Table verticalSpacing={2} withRowBorders={false} aria-label={words.byField(field.toLowerCase())}>
          <Table.Tbody>
            {step.split.map((part) => (
              <Table.Tr key={`${part.name.part}/${part.name.value}`}>
                <Table.Td className={classes.name}>{groupLabel(split, part.name)}</Table.Td>
                <Table.Td className={classes.bar}>
                  <Rate share={part.failed} worst={worstRate(step)} />
                </Table.Td>
                <Table.Td ta="right">{percentText(part.failed.part, part.failed.all)}</Table.Td>
                <Table.Td ta="right">
                  <RunsLink slug={props.slug} query={part.runs}>
                    {words.ofTests(countText(part.failed.part), countText(part.failed.all))}
                  </RunsLink>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Group>
  );
}

type Share = FailingStep["split"][number]["failed"];

/** The rates beside each other; the same figures stand beside the bar. */
function Rate({ share, worst }: { share: Share; worst: number }) {
  const width = `${(100 * (share.share ?? 0)) / worst}%`;
  return (
    <span className={classes.track} aria-hidden>
      <span className={classes.fill} style={{ width }} />
    </span>
  );
}

function worstRate(step: FailingStep): number {
  return Math.max(1e-9, ...step.split.map((part) => part.failed.share ?? 0));
}

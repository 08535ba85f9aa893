import { List, Text, ThemeIcon } from "@mantine/core";
import { IconEqual, IconExclamationMark } from "@tabler/icons-react";
import { Panel } from "@/components/Panel.tsx";
import { texts } from "@/texts/index.ts";
import type { Comparison } from "./queries.ts";
import { verdictOf } from "./verdict.ts";

/** What the comparison has come to, in sentences. */
export function VerdictPanel({ comparison }: { comparison: Comparison }) {
  const words = texts.compare;
  return (
    <Panel title={words.verdict}>
      <List spacing={8} center={false}>
        {verdictOf(comparison).map((sentence) => (
          <List.Item
            key={sentence.text}
            icon={
              <ThemeIcon
                size={22}
                radius="xl"
                variant="light"
                color={sentence.isDifference ? "yellow" : "gray"}
                aria-hidden
              >
                {sentence.isDifference ? <IconExclamationMark size={14} /> : <IconEqual size={14} />}
              </ThemeIcon>
            }
          >
            {sentence.text}
          </List.Item>
        ))}
      </List>
      <Text size="xs" c="dimmed" mt="sm">
        {words.corrected}
      </Text>
    </Panel>
  );
}

import { Group, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";

/** The name of the page, what stands beside it, and its name in the browser's bar. */
export function PageHeader(props: {
  title: string;
  subtitle?: ReactNode;
  badge?: ReactNode;
  actions?: ReactNode;
}) {
  useDocumentTitle(`${props.title} · StandCloud`);
  return (
    <Group justify="space-between" align="flex-start" mb="md" gap="sm">
      <Stack gap={2} miw={0}>
        <Group gap="sm">
          <Title order={1} size="h3" style={{ overflowWrap: "anywhere" }}>
            {props.title}
          </Title>
          {props.badge}
        </Group>
        {props.subtitle && (
          <Text component="div" size="sm" c="dimmed">
            {props.subtitle}
          </Text>
        )}
      </Stack>
      {props.actions && <Group gap="xs">{props.actions}</Group>}
    </Group>
  );
}

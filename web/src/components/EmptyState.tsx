import { Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** Nothing to show: why, and what to do next. */
export function EmptyState(props: {
  title: string;
  children?: ReactNode;
  icon?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Paper withBorder p="xl" radius="md" bg="var(--surface)">
      <Stack align="center" gap="xs" maw={560} mx="auto" ta="center">
        {props.icon}
        <Title order={2} size="h4">
          {props.title}
        </Title>
        {props.children && (
          <Text component="div" c="dimmed" size="sm">
            {props.children}
          </Text>
        )}
        {props.action}
      </Stack>
    </Paper>
  );
}

import { Group, Paper, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** A part of a page with a heading of its own. */
export function Panel(props: { title?: string; actions?: ReactNode; children: ReactNode; id?: string }) {
  return (
    <Paper
      component="section"
      id={props.id}
      aria-label={props.title}
      withBorder
      p={{ base: "sm", sm: "md" }}
      bg="var(--surface)"
      style={{ boxShadow: "var(--shadow)" }}
    >
      {(props.title || props.actions) && (
        <Group justify="space-between" mb="sm" gap="xs">
          {props.title && (
            <Title order={2} size="h5">
              {props.title}
            </Title>
          )}
          {props.actions && <Group gap="xs">{props.actions}</Group>}
        </Group>
      )}
      {props.children}
    </Paper>
  );
}

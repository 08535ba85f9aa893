import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconPlugConnectedX } from "@tabler/icons-react";
import { problemOf } from "@/api/problem.ts";
import { texts } from "@/texts/index.ts";

/** Something could not be shown: what happened, and the way on. */
export function Trouble({ error, again }: { error: unknown; again?: () => void }) {
  const problem = problemOf(error);
  const isAway = problem.code === "unreachable" || problem.code === "unavailable";
  return (
    <Alert
      role="alert"
      color={isAway ? "yellow" : "red"}
      icon={isAway ? <IconPlugConnectedX /> : <IconAlertTriangle />}
      title={texts.trouble.titles[problem.code] ?? texts.trouble.title}
    >
      <Text size="sm" mb={again ? "sm" : 0}>
        {problem.code === "unreachable" ? texts.trouble.unreachable : problem.message}
      </Text>
      {again && (
        <Group>
          <Button size="xs" variant="default" onClick={again}>
            {texts.trouble.again}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

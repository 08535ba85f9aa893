import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconPlugConnectedX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { type Problem, problemOf } from "@/api/problem.ts";
import { signInAgainAddress } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

/** Something could not be shown or done: what happened, and the way on. */
export function Trouble(props: { error: unknown; again?: () => void; children?: ReactNode }) {
  const problem = problemOf(props.error);
  const isAway = problem.code === "unreachable" || problem.code === "unavailable";
  const help = helpFor(problem);
  const hasWays = props.again || help || props.children;
  return (
    <Alert
      role="alert"
      color={isAway ? "yellow" : "red"}
      icon={isAway ? <IconPlugConnectedX /> : <IconAlertTriangle />}
      title={texts.trouble.titles[problem.code] ?? texts.trouble.title}
    >
      <Text size="sm" mb={hasWays ? "sm" : 0} style={{ overflowWrap: "anywhere" }}>
        {messageOf(problem)}
      </Text>
      {hasWays && (
        <Group gap="xs">
          {help && (
            <Button size="xs" component="a" href={help.address}>
              {help.label}
            </Button>
          )}
          {props.again && (
            <Button size="xs" variant="default" onClick={props.again}>
              {texts.trouble.again}
            </Button>
          )}
          {props.children}
        </Group>
      )}
    </Alert>
  );
}

function messageOf(problem: Problem): string {
  if (problem.code === "unreachable") return texts.trouble.unreachable;
  if (problem.code === "out_of_date") return texts.trouble.outOfDate;
  return problem.message;
}

/** Some refusals end when the person does something on a page of signing in. */
function helpFor(problem: Problem): { address: string; label: string } | undefined {
  if (problem.code === "sign_in_again") {
    const here = window.location.pathname + window.location.search;
    return { address: signInAgainAddress(here), label: texts.trouble.signInAgain };
  }
  if (problem.code === "second_factor_needed") {
    return { address: "/auth/account/second-factor", label: texts.trouble.secondFactor };
  }
}

import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { CopyBlock } from "@/components/CopyBlock.tsx";
import { LetStandIn } from "@/components/LetStandIn.tsx";
import { LookAtDemo } from "@/demo/LookAtDemo.tsx";
import { texts } from "@/texts/index.ts";
import classes from "./ConnectFirstStand.module.css";

/** An organisation without runs: the way to the first one, with the address of this server. */
export function ConnectFirstStand({ slug }: { slug: string }) {
  const text = texts.connect;
  return (
    <Paper
      component="section"
      aria-label={text.title}
      withBorder
      p={{ base: "md", sm: "xl" }}
      bg="var(--surface)"
    >
      <Stack gap="lg" maw={720} mx="auto">
        <div>
          <Title order={2} size="h4">
            {text.title}
          </Title>
          <Text c="dimmed" size="sm">
            {text.lead}
          </Text>
        </div>
        <ol className={classes.steps}>
          <Step title={text.install.title} text={text.install.text}>
            <CopyBlock text={text.install.command} label={text.install.title} />
          </Step>
          <Step title={text.letIn.title}>
            <LetStandIn slug={slug} />
          </Step>
          <Step title={text.run.title} text={text.run.text}>
            <CopyBlock text={text.run.command} label={text.run.title} />
          </Step>
        </ol>
        <Group gap="sm">
          <LookAtDemo />
          <Text size="sm" c="dimmed" style={{ flex: "1 1 240px" }}>
            {texts.demo.lookWhy}
          </Text>
        </Group>
        <Text component="div" size="sm" c="dimmed">
          <Text span fw={600} size="sm">
            {text.certificate.title}
          </Text>{" "}
          {text.certificate.text}
        </Text>
      </Stack>
    </Paper>
  );
}

function Step(props: { title: string; text?: string; children: ReactNode }) {
  return (
    <li className={classes.step}>
      <Stack gap={8}>
        <div>
          <Title order={3} size="h6">
            {props.title}
          </Title>
          {props.text && (
            <Text size="sm" c="dimmed">
              {props.text}
            </Text>
          )}
        </div>
        {props.children}
      </Stack>
    </li>
  );
}

import { Button, Drawer, Group, List, Skeleton, Stack, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { CopyBlock } from "@/components/CopyBlock.tsx";
import { Instant } from "@/components/Instant.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { bytesText } from "@/format/bytes.ts";
import { adviceFor, problemText } from "@/pages/organisation/quarantine/advice.ts";
import { DiscardDialog } from "@/pages/organisation/quarantine/DiscardDialog.tsx";
import { TryAgain } from "@/pages/organisation/quarantine/QuarantineCard.tsx";
import { useQuarantined } from "@/pages/organisation/quarantine/useQuarantine.ts";
import { texts } from "@/texts/index.ts";

const text = texts.quarantine;

/** Everything about one refused report, with what it holds. */
export function QuarantineDetails(props: { slug: string; id: string; close: () => void }) {
  const { slug, id, close } = props;
  const report = useQuarantined(slug, id);
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size="xl"
      title={text.details}
      closeButtonProps={{ "aria-label": text.close }}
    >
      {report.isPending && <Skeleton height={320} radius="md" />}
      {report.isError && <Trouble error={report.error} again={() => void report.refetch()} />}
      {report.data && (
        <Stack gap="md">
          <Actions slug={slug} id={id} isWaiting={!report.data.run_id} close={close} />
          <Part title={text.whatIsWrong}>
            <Lines lines={report.data.problems.map(problemText)} />
          </Part>
          {!report.data.run_id && (
            <Part title={text.whatToDo}>
              <Lines lines={adviceFor(report.data.problems)} />
            </Part>
          )}
          <Text component="div" size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {text.first}: <Instant at={report.data.first_received} />
            <br />
            {text.received}: <Instant at={report.data.last_received} /> · {text.times}:{" "}
            {report.data.received_count}
            <br />
            {text.from}: {report.data.principal} · {text.source}: {report.data.source} ·{" "}
            {bytesText(report.data.size_bytes)}
          </Text>
          <Part title={text.body}>
            {report.data.body_is_cut && (
              <Text size="sm" c="dimmed">
                {text.bodyIsCut}
              </Text>
            )}
            <CopyBlock text={report.data.body_text} label={text.body} />
          </Part>
        </Stack>
      )}
    </Drawer>
  );
}

function Actions(props: { slug: string; id: string; isWaiting: boolean; close: () => void }) {
  const { slug, id, close } = props;
  const [isAsking, setAsking] = useState(false);
  const discarded = () => {
    notifications.show({ message: text.discarded });
    close();
  };
  return (
    <Group gap="xs">
      {props.isWaiting && <TryAgain slug={slug} id={id} />}
      <Button
        component="a"
        size="xs"
        variant="default"
        href={`/api/v1/org/${encodeURIComponent(slug)}/quarantine/${id}/body`}
        download
        leftSection={<IconDownload size={16} />}
      >
        {text.download}
      </Button>
      {props.isWaiting && (
        <Button
          size="xs"
          variant="subtle"
          color="red"
          leftSection={<IconTrash size={16} />}
          onClick={() => setAsking(true)}
        >
          {text.discard}
        </Button>
      )}
      {isAsking && <DiscardDialog slug={slug} id={id} close={() => setAsking(false)} discarded={discarded} />}
    </Group>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap={6}>
      <Title order={3} size="h6">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <List size="sm" spacing={4} style={{ overflowWrap: "anywhere" }}>
      {lines.map((line) => (
        <List.Item key={line}>{line}</List.Item>
      ))}
    </List>
  );
}

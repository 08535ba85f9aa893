import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconRefresh } from "@tabler/icons-react";
import { Instant } from "@/components/Instant.tsx";
import { ButtonLink } from "@/components/links.tsx";
import { bytesText } from "@/format/bytes.ts";
import { problemText } from "@/pages/organisation/quarantine/advice.ts";
import { type Quarantined, useReprocess } from "@/pages/organisation/quarantine/useQuarantine.ts";
import { texts } from "@/texts/index.ts";

const text = texts.quarantine;

/** One refused report: the first reason, where it came from, and what can be done. */
export function QuarantineCard(props: { slug: string; item: Quarantined; open: () => void }) {
  const { slug, item } = props;
  const [first, ...others] = item.problems;
  return (
    <Paper withBorder p="sm" bg="var(--surface)">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} flex="1 1 280px" miw={0}>
          <Text size="sm" fw={600} lineClamp={3} style={{ overflowWrap: "anywhere" }}>
            {first ? problemText(first) : text.noReason}
            {others.length > 0 && (
              <Text span size="sm" c="dimmed" fw={400}>
                {" "}
                {text.more(others.length)}
              </Text>
            )}
          </Text>
          <Text component="div" size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            <Instant at={item.last_received} /> · {text.times}: {item.received_count} ·{" "}
            {bytesText(item.size_bytes)} · {item.principal}
          </Text>
        </Stack>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={props.open}>
            {text.details}
          </Button>
          {item.run_id ? (
            <ButtonLink
              size="xs"
              variant="light"
              to="/o/$slug/runs/$runId"
              params={{ slug, runId: item.run_id }}
            >
              {text.toRun}
            </ButtonLink>
          ) : (
            <TryAgain slug={slug} id={item.id} />
          )}
        </Group>
      </Group>
    </Paper>
  );
}

export function TryAgain({ slug, id }: { slug: string; id: string }) {
  const again = useReprocess(slug);
  const start = () =>
    again.mutate(id, {
      onSuccess: ({ outcome }) =>
        notifications.show({
          color: outcome === "stored" ? "green" : "yellow",
          message: outcome === "stored" ? text.stored : text.refused,
        }),
      onError: (error) => notifications.show({ color: "red", message: error.message }),
    });
  return (
    <Button
      size="xs"
      variant="light"
      leftSection={<IconRefresh size={16} />}
      loading={again.isPending}
      onClick={start}
    >
      {text.again}
    </Button>
  );
}

import { Button, Group, Skeleton, Stack, Switch, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconMailCheck, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { QuarantineCard } from "@/pages/organisation/quarantine/QuarantineCard.tsx";
import { QuarantineDetails } from "@/pages/organisation/quarantine/QuarantineDetails.tsx";
import { useQuarantine, useReprocessAll } from "@/pages/organisation/quarantine/useQuarantine.ts";
import { findOrganisation, useSession } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const text = texts.quarantine;

/** Reports that were refused: why, and what to do about it. */
export function QuarantineSection({ slug }: { slug: string }) {
  const isDemo = findOrganisation(useSession(), slug)?.is_demo;
  return isDemo ? <Nothing /> : <Refused slug={slug} />;
}

function Refused({ slug }: { slug: string }) {
  const [all, setAll] = useState(false);
  const [opened, setOpened] = useState<string>();
  const list = useQuarantine(slug, all);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const waiting = items.filter((item) => !item.run_id).map((item) => item.id);
  const total = list.data?.pages[0]?.waiting ?? 0;
  return (
    <Panel>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Text size="sm" c="dimmed" flex="1 1 280px" maw={680}>
          {text.lead}
        </Text>
        <TryAll slug={slug} ids={waiting} />
      </Group>
      <Group justify="space-between" my="sm">
        <Text size="sm" fw={600} aria-live="polite">
          {list.data && total > 0 ? text.waiting(total) : ""}
        </Text>
        <Switch
          size="sm"
          label={text.showAll}
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
      </Group>
      {list.isPending && <Waiting />}
      {list.isError && <Trouble error={list.error} again={() => void list.refetch()} />}
      {list.data && items.length === 0 && <Nothing />}
      <Stack gap="sm">
        {items.map((item) => (
          <QuarantineCard key={item.id} slug={slug} item={item} open={() => setOpened(item.id)} />
        ))}
        {list.hasNextPage && (
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {text.showMore}
          </Button>
        )}
      </Stack>
      {opened && <QuarantineDetails slug={slug} id={opened} close={() => setOpened(undefined)} />}
    </Panel>
  );
}

function TryAll({ slug, ids }: { slug: string; ids: string[] }) {
  const [done, setDone] = useState(0);
  const tryAll = useReprocessAll(slug, setDone);
  if (ids.length < 2 && !tryAll.isPending) return null;
  const start = () =>
    tryAll.mutate(ids, {
      onSuccess: ({ stored, refused }) =>
        notifications.show({
          color: refused > 0 ? "yellow" : "green",
          message: text.allResult(stored, refused),
        }),
      onError: (error) => notifications.show({ color: "red", message: error.message }),
    });
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconRefresh size={16} />}
      disabled={tryAll.isPending}
      onClick={start}
    >
      {tryAll.isPending ? text.trying(done + 1, tryAll.variables.length) : text.againAll}
    </Button>
  );
}

function Nothing() {
  return (
    <EmptyState
      title={text.empty}
      icon={<IconMailCheck size={40} stroke={1.4} color="var(--pass)" aria-hidden />}
    >
      {text.emptyWhy}
    </EmptyState>
  );
}

function Waiting() {
  return (
    <Stack gap="sm" aria-busy>
      {[1, 2, 3].map((row) => (
        <Skeleton key={row} height={92} radius="md" />
      ))}
    </Stack>
  );
}

import { Button, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EmptyState } from "@/components/EmptyState.tsx";
import { ListSkeleton } from "@/components/ListSkeleton.tsx";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { AddKeyDialog } from "@/pages/organisation/keys/AddKeyDialog.tsx";
import { KeysTable } from "@/pages/organisation/keys/KeysTable.tsx";
import { NewKeyDialog } from "@/pages/organisation/keys/NewKeyDialog.tsx";
import { keysQuery, type MadeApiKey } from "@/pages/organisation/queries.ts";
import { useAdding } from "@/pages/organisation/useAdding.ts";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

/** The API keys of the organisation: what works, what has ended, and adding one. */
export function KeysSection() {
  const { slug } = useOrganisation();
  const keys = useQuery(keysQuery(slug));
  const adding = useAdding();
  const [made, setMade] = useState<MadeApiKey>();
  const words = texts.organisation.keys;
  const isWorking = (state: string) => state === "active" || state === "rotated";
  const working = keys.data?.filter((key) => isWorking(key.state)) ?? [];
  const ended = keys.data?.filter((key) => !isWorking(key.state)) ?? [];
  const addButton = (
    <Button size="xs" leftSection={<IconPlus size={16} />} onClick={adding.open}>
      {words.add}
    </Button>
  );
  return (
    <Stack gap="md">
      {keys.data?.length === 0 ? (
        <EmptyState title={words.empty} action={addButton}>
          {words.emptyWhy}
        </EmptyState>
      ) : (
        <Panel title={texts.organisation.sections.keys} actions={addButton}>
          <Text size="sm" c="dimmed" mb="sm" maw={720}>
            {words.intro}
          </Text>
          {keys.isPending && <ListSkeleton />}
          {keys.isError && <Trouble error={keys.error} again={() => void keys.refetch()} />}
          {working.length > 0 && <KeysTable keys={working} onMade={setMade} />}
        </Panel>
      )}
      {ended.length > 0 && (
        <Panel title={words.ended(ended.length)}>
          <KeysTable keys={ended} onMade={setMade} />
        </Panel>
      )}
      <AddKeyDialog
        slug={slug}
        opened={adding.isAdding}
        onClose={adding.close}
        onMade={(key) => {
          adding.close();
          setMade(key);
        }}
      />
      <NewKeyDialog made={made} onClose={() => setMade(undefined)} />
    </Stack>
  );
}

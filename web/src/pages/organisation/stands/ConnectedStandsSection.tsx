import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CopyText } from "@/components/CopyText.tsx";
import { EmptyState } from "@/components/EmptyState.tsx";
import { ListSkeleton } from "@/components/ListSkeleton.tsx";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { connectedStandsQuery } from "@/pages/organisation/queries.ts";
import { ConnectedStandsTable } from "@/pages/organisation/stands/ConnectedStandsTable.tsx";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.stands;

/** Stands and programs that people have let in. Members see them, Admins change them. */
export function ConnectedStandsSection() {
  const { slug } = useOrganisation();
  const connected = useQuery(connectedStandsQuery(slug));
  if (connected.isPending) {
    return (
      <Panel title={texts.organisation.sections.stands}>
        <ListSkeleton />
      </Panel>
    );
  }
  if (connected.isError) return <Trouble error={connected.error} again={() => void connected.refetch()} />;
  const { stands, idle_days, address } = connected.data;
  const working = stands.filter((stand) => stand.state === "connected");
  const ended = stands.filter((stand) => stand.state !== "connected");
  const command = words.address(address);
  return (
    <Stack gap="md">
      {working.length === 0 ? (
        <EmptyState title={words.empty} action={<CopyText value={command} label={words.connect} />}>
          {words.emptyWhy}
        </EmptyState>
      ) : (
        <Panel title={texts.organisation.sections.stands}>
          <Text size="sm" c="dimmed" mb="sm" maw={720}>
            {words.intro(idle_days)}
          </Text>
          <ConnectedStandsTable stands={working} />
        </Panel>
      )}
      {working.length > 0 && (
        <Panel title={words.connect}>
          <Text size="sm" c="dimmed" mb="xs">
            {words.emptyWhy}
          </Text>
          <CopyText value={command} label={words.connect} />
        </Panel>
      )}
      {ended.length > 0 && (
        <Panel title={words.ended(ended.length)}>
          <ConnectedStandsTable stands={ended} />
        </Panel>
      )}
    </Stack>
  );
}

import { Badge, Button, Group, Stack, Table, Text } from "@mantine/core";
import { api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { Ago } from "@/components/Ago.tsx";
import { ChangeTrouble } from "@/components/ChangeTrouble.tsx";
import { Instant } from "@/components/Instant.tsx";
import { Panel } from "@/components/Panel.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { type OwnSession, profileQuery } from "@/pages/profile/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.profile;

/** The browsers in which the person is signed in, and signing them out. */
export function SessionsPanel({ sessions }: { sessions: OwnSession[] }) {
  const refresh = [profileQuery.queryKey];
  const end = useChange({
    send: (id: string) => api.DELETE("/api/v1/profile/sessions/{id}", { params: { path: { id } } }),
    refresh,
    said: words.signedOut,
  });
  const endOthers = useChange({
    send: () => api.DELETE("/api/v1/profile/sessions"),
    refresh,
    said: words.signedOut,
  });
  const isBusy = end.isPending || endOthers.isPending;
  const others = sessions.length > 1 && (
    <Button size="xs" variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
      {words.signOutOthers}
    </Button>
  );
  return (
    <Panel title={words.sessions} actions={others}>
      <Stack gap="sm">
        <ChangeTrouble error={end.error ?? endOthers.error} />
        <TableFrame minWidth={560}>
          <Table verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.browser}</Table.Th>
                <Table.Th>{words.since}</Table.Th>
                <Table.Th>{words.lastSeen}</Table.Th>
                <Table.Th />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sessions.map((session) => (
                <SessionRow
                  key={session.id}
                  session={session}
                  isBusy={isBusy}
                  onEnd={() => end.mutate(session.id)}
                />
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      </Stack>
    </Panel>
  );
}

function SessionRow(props: { session: OwnSession; isBusy: boolean; onEnd: () => void }) {
  const { session } = props;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={6}>
          <Text size="sm" fw={600}>
            {session.browser}
          </Text>
          {session.is_this && (
            <Badge size="sm" variant="light" color="teal" tt="none">
              {words.thisOne}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {words.from(session.ip)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Instant at={session.created} />
      </Table.Td>
      <Table.Td>
        <Ago at={session.last_seen} />
      </Table.Td>
      <Table.Td align="right">
        {!session.is_this && (
          <Button
            size="xs"
            variant="light"
            color="red"
            disabled={props.isBusy}
            aria-label={words.signOutLabel(session.browser)}
            onClick={props.onEnd}
          >
            {words.signOut}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

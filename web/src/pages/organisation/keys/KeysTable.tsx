import { Badge, Button, Group, Table, Text } from "@mantine/core";
import { useState } from "react";
import { Ago } from "@/components/Ago.tsx";
import { Day } from "@/components/Day.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { RevokeKeyDialog } from "@/pages/organisation/keys/RevokeKeyDialog.tsx";
import { RotateKeyDialog } from "@/pages/organisation/keys/RotateKeyDialog.tsx";
import type { ApiKey, MadeApiKey } from "@/pages/organisation/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.keys;

/** Keys with their rights, their last use and what can be done about them. */
export function KeysTable({ keys, onMade }: { keys: ApiKey[]; onMade: (made: MadeApiKey) => void }) {
  const [rotated, setRotated] = useState<ApiKey>();
  const [revoked, setRevoked] = useState<ApiKey>();
  return (
    <>
      <TableFrame minWidth={700}>
        <Table verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.name}</Table.Th>
              <Table.Th>{words.columns.may}</Table.Th>
              <Table.Th>{words.columns.lastUsed}</Table.Th>
              <Table.Th>{words.columns.ends}</Table.Th>
              <Table.Th>{words.columns.state}</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {keys.map((key) => (
              <KeyRow key={key.id} apiKey={key} onRotate={setRotated} onRevoke={setRevoked} />
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
      <RotateKeyDialog apiKey={rotated} onClose={() => setRotated(undefined)} onMade={onMade} />
      <RevokeKeyDialog apiKey={revoked} onClose={() => setRevoked(undefined)} />
    </>
  );
}

function KeyRow(props: { apiKey: ApiKey; onRotate: (key: ApiKey) => void; onRevoke: (key: ApiKey) => void }) {
  const key = props.apiKey;
  const isWorking = key.state === "active" || key.state === "rotated";
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600} style={{ overflowWrap: "break-word" }}>
          {key.name}
        </Text>
        <Text size="xs" c="dimmed" ff="monospace">
          sck_{key.id}…
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{key.scopes.map((scope) => texts.organisation.scopes[scope]).join(", ")}</Text>
        {key.networks.length > 0 && (
          <Text size="xs" c="dimmed">
            {words.from(key.networks.join(", "))}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm" component="div">
          <Ago at={key.last_used} />
        </Text>
        {key.last_used_ip && (
          <Text size="xs" c="dimmed">
            {words.from(key.last_used_ip)}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{key.expires ? <Day at={key.expires} /> : texts.dialogs.never}</Table.Td>
      <Table.Td>
        <KeyState apiKey={key} />
      </Table.Td>
      <Table.Td>
        {isWorking && (
          <Group gap="xs" justify="flex-end" wrap="nowrap">
            {key.state === "active" && (
              <Button size="xs" variant="default" onClick={() => props.onRotate(key)}>
                {words.rotate}
              </Button>
            )}
            <Button size="xs" variant="light" color="red" onClick={() => props.onRevoke(key)}>
              {words.revoke}
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function KeyState({ apiKey: key }: { apiKey: ApiKey }) {
  const colours = { active: "teal", rotated: "yellow", expired: "gray", revoked: "gray" };
  const notice =
    typeof key.ends_in_days === "number"
      ? words.endsIn(key.ends_in_days)
      : typeof key.unused_days === "number"
        ? words.unused(key.unused_days)
        : undefined;
  return (
    <>
      <Badge variant="light" color={colours[key.state]} tt="none">
        {words.states[key.state]}
      </Badge>
      {notice && (
        <Text size="xs" c="var(--error)" mt={2}>
          {notice}
        </Text>
      )}
    </>
  );
}

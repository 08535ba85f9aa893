import { Badge, Table, Text } from "@mantine/core";
import { Ago } from "@/components/Ago.tsx";
import { Instant } from "@/components/Instant.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import type { ConnectedStand } from "@/pages/organisation/queries.ts";
import { ConnectedStandMenu } from "@/pages/organisation/stands/ConnectedStandMenu.tsx";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.stands;

export function ConnectedStandsTable({ stands }: { stands: ConnectedStand[] }) {
  const isAdmin = useOrganisation().role === "admin";
  return (
    <TableFrame minWidth={860}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.columns.name}</Table.Th>
            <Table.Th>{words.columns.program}</Table.Th>
            <Table.Th>{words.columns.lastUsed}</Table.Th>
            <Table.Th>{words.columns.letInBy}</Table.Th>
            <Table.Th>{words.columns.ends}</Table.Th>
            {isAdmin && <Table.Th />}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {stands.map((stand) => (
            <StandRow key={stand.id} stand={stand} isAdmin={isAdmin} />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function StandRow({ stand, isAdmin }: { stand: ConnectedStand; isAdmin: boolean }) {
  return (
    <Table.Tr>
      <Table.Td maw={280}>
        <Text size="sm" fw={600} style={{ overflowWrap: "break-word" }}>
          {stand.name}
        </Text>
        <Text size="xs" c="dimmed" truncate title={stand.user_agent}>
          {stand.user_agent}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{stand.client_id}</Text>
        <Small>{words.ways[stand.way]}</Small>
      </Table.Td>
      <Table.Td>
        <Text size="sm" component="div">
          <Ago at={stand.last_used} />
        </Text>
        {stand.last_used_ip && <Small>{texts.organisation.keys.from(stand.last_used_ip)}</Small>}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{stand.let_in_by ?? words.itself}</Text>
        <Small>
          <Instant at={stand.created} />
          {stand.created_ip && ` ${texts.organisation.keys.from(stand.created_ip)}`}
        </Small>
      </Table.Td>
      <Table.Td>
        <End stand={stand} />
      </Table.Td>
      {isAdmin && (
        <Table.Td align="right">
          {stand.state === "connected" && <ConnectedStandMenu stand={stand} />}
        </Table.Td>
      )}
    </Table.Tr>
  );
}

function End({ stand }: { stand: ConnectedStand }) {
  if (stand.state === "connected") {
    return (
      <>
        <Text size="sm" component="div">
          <Ago at={stand.idle_expiry} />
        </Text>
        {stand.idle_expiry < stand.absolute_expiry && <Small>{words.unlessUsed}</Small>}
      </>
    );
  }
  return (
    <>
      <Badge variant="light" color="gray" tt="none">
        {words.states[stand.state]}
      </Badge>
      <Small>
        <Instant at={stand.revoked ?? stand.idle_expiry} />
      </Small>
    </>
  );
}

function Small({ children }: { children: React.ReactNode }) {
  return (
    <Text size="xs" c="dimmed" component="div">
      {children}
    </Text>
  );
}

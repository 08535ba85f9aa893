import { Badge, Table, Text } from "@mantine/core";
import { Instant } from "@/components/Instant.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import type { AuditEvent } from "@/pages/organisation/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.audit;

export function AuditTable({ events }: { events: AuditEvent[] }) {
  return (
    <TableFrame minWidth={860}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.columns.when}</Table.Th>
            <Table.Th>{words.columns.what}</Table.Th>
            <Table.Th>{words.columns.who}</Table.Th>
            <Table.Th>{words.columns.of}</Table.Th>
            <Table.Th>{words.columns.from}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event) => (
            <AuditRow key={event.id} event={event} />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function AuditRow({ event }: { event: AuditEvent }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Instant at={event.time} />
      </Table.Td>
      <Table.Td>
        <Text span size="sm" ff="monospace">
          {event.action}
        </Text>{" "}
        {event.is_refused && (
          <Badge size="sm" variant="light" color="red" tt="none">
            {words.refused}
          </Badge>
        )}
        <Small>{event.detail}</Small>
      </Table.Td>
      <Table.Td style={{ overflowWrap: "break-word" }}>{event.actor}</Table.Td>
      <Table.Td style={{ overflowWrap: "break-word" }}>
        {event.subject}
        <Small>{event.client_id}</Small>
      </Table.Td>
      <Table.Td maw={180}>
        {event.ip}
        {event.user_agent && (
          <Text size="xs" c="dimmed" truncate title={event.user_agent}>
            {event.user_agent}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Small({ children }: { children: string }) {
  if (!children) return null;
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: "break-word" }}>
      {children}
    </Text>
  );
}

import { Badge, Group, Table, Text } from "@mantine/core";
import { Ago } from "@/components/Ago.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { ApplicationMenu } from "@/pages/organisation/applications/ApplicationMenu.tsx";
import type { Application, Credentials } from "@/pages/organisation/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.applications;

export function ApplicationsTable(props: {
  applications: Application[];
  onMade: (made: Credentials) => void;
}) {
  return (
    <TableFrame minWidth={760}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.columns.application}</Table.Th>
            <Table.Th>{words.columns.ways}</Table.Th>
            <Table.Th>{words.columns.may}</Table.Th>
            <Table.Th>{words.columns.lastUsed}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.applications.map((application) => (
            <ApplicationRow key={application.client_id} application={application} onMade={props.onMade} />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function ApplicationRow(props: { application: Application; onMade: (made: Credentials) => void }) {
  const { application } = props;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={6}>
          <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
            {application.name}
          </Text>
          {application.is_disabled && (
            <Badge size="sm" variant="light" color="red" tt="none">
              {words.disabledBadge}
            </Badge>
          )}
          {application.is_public && (
            <Badge size="sm" variant="light" color="gray" tt="none">
              {words.publicBadge}
            </Badge>
          )}
        </Group>
        {[application.client_id, ...application.redirect_uris].map((line) => (
          <Text key={line} size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: "anywhere" }}>
            {line}
          </Text>
        ))}
      </Table.Td>
      <Table.Td>
        {application.ways.map((way) => (
          <Text key={way} size="sm">
            {words.wayNames[way]}
          </Text>
        ))}
      </Table.Td>
      <Table.Td>{application.scopes.map((scope) => texts.organisation.scopes[scope]).join(", ")}</Table.Td>
      <Table.Td>
        <Ago at={application.last_used} />
      </Table.Td>
      <Table.Td align="right">
        <ApplicationMenu application={application} onMade={props.onMade} />
      </Table.Td>
    </Table.Tr>
  );
}

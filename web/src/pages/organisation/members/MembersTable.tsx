import { Badge, Group, Table, Text, Tooltip } from "@mantine/core";
import { Ago } from "@/components/Ago.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { MemberMenu } from "@/pages/organisation/members/MemberMenu.tsx";
import { nameOf } from "@/pages/organisation/members/name.ts";
import { RoleBadge } from "@/pages/organisation/members/RoleBadge.tsx";
import type { Member } from "@/pages/organisation/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.members;

/** The people; for Admins with how they sign in and what can be done. */
export function MembersTable({ members }: { members: Member[] }) {
  const isManaged = members.some((member) => member.signing_in);
  return (
    <TableFrame minWidth={isManaged ? 680 : 320}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.person}</Table.Th>
            <Table.Th>{words.role}</Table.Th>
            {isManaged && (
              <>
                <Table.Th>{words.lastSignIn}</Table.Th>
                <Table.Th>{words.secondFactor}</Table.Th>
                <Table.Th />
              </>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {members.map((member) => (
            <MemberRow key={member.id} member={member} />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function MemberRow({ member }: { member: Member }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={6}>
          <Text size="sm" fw={600} style={{ overflowWrap: "break-word" }}>
            {nameOf(member)}
          </Text>
          {member.is_you && (
            <Badge size="sm" variant="light" color="gray" tt="none">
              {words.you}
            </Badge>
          )}
          {member.is_disabled && (
            <Tooltip label={words.disabledWhy} multiline w={260}>
              <Badge size="sm" variant="light" color="red" tt="none" tabIndex={0}>
                {words.disabled}
              </Badge>
            </Tooltip>
          )}
        </Group>
        {member.name && (
          <Text size="xs" c="dimmed">
            {member.email}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <RoleBadge role={member.role} />
      </Table.Td>
      {member.signing_in && (
        <>
          <Table.Td>
            <Ago at={member.signing_in.last} />
          </Table.Td>
          <Table.Td>{words.protection[protectionOf(member.signing_in)]}</Table.Td>
          <Table.Td align="right">
            <MemberMenu member={member} />
          </Table.Td>
        </>
      )}
    </Table.Tr>
  );
}

/** What signing in takes besides a password. */
function protectionOf(way: { has_second_factor: boolean; has_passkey: boolean }) {
  if (way.has_second_factor) return way.has_passkey ? "both" : "factor";
  return way.has_passkey ? "passkey" : "none";
}

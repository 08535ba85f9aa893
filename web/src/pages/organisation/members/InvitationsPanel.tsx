import { Badge, Button, Group, Stack, Table, Text } from "@mantine/core";
import { answerOf, api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { ChangeTrouble } from "@/components/ChangeTrouble.tsx";
import { Day } from "@/components/Day.tsx";
import { Panel } from "@/components/Panel.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { RoleBadge } from "@/pages/organisation/members/RoleBadge.tsx";
import { type Invitation, invitationsQuery, type MadeInvitation } from "@/pages/organisation/queries.ts";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.invitations;

/** Who is invited and has not come yet. */
export function InvitationsPanel(props: {
  invitations: Invitation[];
  onMade: (made: MadeInvitation) => void;
}) {
  const { slug } = useOrganisation();
  const refresh = [invitationsQuery(slug).queryKey];
  const again = useChange({
    send: (id: string) =>
      answerOf(api.POST("/api/v1/org/{slug}/invitations/{id}/again", { params: { path: { slug, id } } })),
    refresh,
    onDone: props.onMade,
  });
  const withdraw = useChange({
    send: (id: string) =>
      api.DELETE("/api/v1/org/{slug}/invitations/{id}", { params: { path: { slug, id } } }),
    refresh,
    said: words.withdrawn,
  });
  return (
    <Panel title={words.heading}>
      <Stack gap="sm">
        <ChangeTrouble error={again.error ?? withdraw.error} />
        <TableFrame minWidth={680}>
          <Table verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.address}</Table.Th>
                <Table.Th>{texts.organisation.members.role}</Table.Th>
                <Table.Th>{words.by}</Table.Th>
                <Table.Th>{words.works}</Table.Th>
                <Table.Th />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {props.invitations.map((invitation) => (
                <InvitationRow
                  key={invitation.id}
                  invitation={invitation}
                  isBusy={again.isPending || withdraw.isPending}
                  onAgain={() => again.mutate(invitation.id)}
                  onWithdraw={() => withdraw.mutate(invitation.id)}
                />
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      </Stack>
    </Panel>
  );
}

function InvitationRow(props: {
  invitation: Invitation;
  isBusy: boolean;
  onAgain: () => void;
  onWithdraw: () => void;
}) {
  const { invitation } = props;
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600} style={{ overflowWrap: "break-word" }}>
          {invitation.email}
        </Text>
      </Table.Td>
      <Table.Td>
        <RoleBadge role={invitation.role} />
      </Table.Td>
      <Table.Td>{invitation.invited_by ?? "–"}</Table.Td>
      <Table.Td>
        {invitation.is_expired ? (
          <Badge variant="light" color="yellow" tt="none">
            {words.expired}
          </Badge>
        ) : (
          <>
            {words.until} <Day at={invitation.expires} />
          </>
        )}
      </Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <Button
            size="xs"
            variant="default"
            disabled={props.isBusy}
            aria-label={words.againLabel(invitation.email)}
            onClick={props.onAgain}
          >
            {words.again}
          </Button>
          <Button
            size="xs"
            variant="light"
            color="red"
            disabled={props.isBusy}
            aria-label={words.withdrawLabel(invitation.email)}
            onClick={props.onWithdraw}
          >
            {words.withdraw}
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

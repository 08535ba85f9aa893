import { Button, Stack, Text } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ListSkeleton } from "@/components/ListSkeleton.tsx";
import { AnchorLink } from "@/components/links.tsx";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { InvitationLinkDialog } from "@/pages/organisation/members/InvitationLinkDialog.tsx";
import { InvitationsPanel } from "@/pages/organisation/members/InvitationsPanel.tsx";
import { InviteDialog } from "@/pages/organisation/members/InviteDialog.tsx";
import { MembersTable } from "@/pages/organisation/members/MembersTable.tsx";
import { invitationsQuery, type MadeInvitation, membersQuery } from "@/pages/organisation/queries.ts";
import { useAdding } from "@/pages/organisation/useAdding.ts";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

/** Who belongs to the organisation; for Admins also who is invited. */
export function MembersSection() {
  const { slug, role } = useOrganisation();
  const isAdmin = role === "admin";
  const members = useQuery(membersQuery(slug));
  const invitations = useQuery({ ...invitationsQuery(slug), enabled: isAdmin });
  const adding = useAdding();
  const [made, setMade] = useState<MadeInvitation>();
  const inviteButton = isAdmin && (
    <Button size="xs" leftSection={<IconUserPlus size={16} />} onClick={adding.open}>
      {texts.organisation.invitations.invite}
    </Button>
  );
  return (
    <Stack gap="md">
      <Panel title={texts.organisation.sections.members} actions={inviteButton}>
        {members.isPending && <ListSkeleton />}
        {members.isError && <Trouble error={members.error} again={() => void members.refetch()} />}
        {members.data && <MembersTable members={members.data} />}
        <Text size="sm" c="dimmed" mt="sm">
          {!isAdmin && `${texts.organisation.members.adminsManage} `}
          <AnchorLink to="/profile" size="sm">
            {texts.organisation.members.ownPage}
          </AnchorLink>
        </Text>
      </Panel>
      {invitations.isError && <Trouble error={invitations.error} again={() => void invitations.refetch()} />}
      {invitations.data && invitations.data.invitations.length > 0 && (
        <InvitationsPanel invitations={invitations.data.invitations} onMade={setMade} />
      )}
      {isAdmin && (
        <InviteDialog
          slug={slug}
          isMailed={invitations.data?.is_mailed ?? true}
          opened={adding.isAdding}
          onClose={adding.close}
          onMade={(invitation) => {
            adding.close();
            setMade(invitation);
          }}
        />
      )}
      <InvitationLinkDialog made={made} onClose={() => setMade(undefined)} />
    </Stack>
  );
}

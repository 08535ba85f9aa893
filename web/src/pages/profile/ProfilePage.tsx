import { SimpleGrid, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/EmptyState.tsx";
import { ListSkeleton } from "@/components/ListSkeleton.tsx";
import { PageHeader } from "@/components/PageHeader.tsx";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { NamePanel } from "@/pages/profile/NamePanel.tsx";
import { OwnOrganisations } from "@/pages/profile/OwnOrganisations.tsx";
import { PasswordPanel } from "@/pages/profile/PasswordPanel.tsx";
import { profileQuery } from "@/pages/profile/queries.ts";
import { SessionsPanel } from "@/pages/profile/SessionsPanel.tsx";
import { WaysInPanel } from "@/pages/profile/WaysInPanel.tsx";
import { useSession } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.profile;

/** A person's own page: name, ways of signing in, browsers, organisations. */
export function ProfilePage() {
  const session = useSession();
  const profile = useQuery(profileQuery);
  return (
    <>
      <PageHeader title={words.title} subtitle={words.signInAs(session.email)} />
      <Stack gap="md" maw={1100}>
        {session.organisations.length === 0 && (
          <EmptyState title={words.nowhere}>{words.nowhereWhy(session.email)}</EmptyState>
        )}
        {profile.isError && <Trouble error={profile.error} again={() => void profile.refetch()} />}
        {profile.isPending && (
          <Panel title={words.you}>
            <ListSkeleton rows={8} />
          </Panel>
        )}
        {profile.data && (
          <>
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
              <NamePanel saved={profile.data.name} />
              <PasswordPanel email={profile.data.email} waysIn={profile.data.ways_in} />
            </SimpleGrid>
            <WaysInPanel waysIn={profile.data.ways_in} />
            <SessionsPanel sessions={profile.data.sessions} />
          </>
        )}
        {session.organisations.length > 0 && <OwnOrganisations organisations={session.organisations} />}
      </Stack>
    </>
  );
}

import { Button, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EmptyState } from "@/components/EmptyState.tsx";
import { ListSkeleton } from "@/components/ListSkeleton.tsx";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { AddApplicationDialog } from "@/pages/organisation/applications/AddApplicationDialog.tsx";
import { ApplicationsTable } from "@/pages/organisation/applications/ApplicationsTable.tsx";
import { CredentialsDialog } from "@/pages/organisation/applications/CredentialsDialog.tsx";
import { applicationsQuery, type Credentials } from "@/pages/organisation/queries.ts";
import { useAdding } from "@/pages/organisation/useAdding.ts";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.applications;

/** Third-party programs that get tokens from this server. */
export function ApplicationsSection() {
  const { slug } = useOrganisation();
  const applications = useQuery(applicationsQuery(slug));
  const adding = useAdding();
  const [credentials, setCredentials] = useState<Credentials>();
  const addButton = (
    <Button size="xs" leftSection={<IconPlus size={16} />} onClick={adding.open}>
      {words.register}
    </Button>
  );
  return (
    <Stack gap="md">
      {applications.data?.length === 0 ? (
        <EmptyState title={words.empty} action={addButton}>
          {words.intro} {words.emptyWhy}
        </EmptyState>
      ) : (
        <Panel title={texts.organisation.sections.applications} actions={addButton}>
          <Text size="sm" c="dimmed" mb="sm" maw={720}>
            {words.intro}
          </Text>
          {applications.isPending && <ListSkeleton />}
          {applications.isError && (
            <Trouble error={applications.error} again={() => void applications.refetch()} />
          )}
          {applications.data && (
            <ApplicationsTable applications={applications.data} onMade={setCredentials} />
          )}
        </Panel>
      )}
      <AddApplicationDialog
        slug={slug}
        opened={adding.isAdding}
        onClose={adding.close}
        onMade={(made) => {
          adding.close();
          setCredentials(made);
        }}
      />
      <CredentialsDialog credentials={credentials} onClose={() => setCredentials(undefined)} />
    </Stack>
  );
}

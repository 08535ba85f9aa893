import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { CopyText } from "@/components/CopyText.tsx";
import type { Credentials } from "@/pages/organisation/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.applications;

/** The only time that a secret is seen. */
export function CredentialsDialog(props: { credentials: Credentials | undefined; onClose: () => void }) {
  const { credentials } = props;
  return (
    <Modal
      opened={credentials !== undefined}
      onClose={props.onClose}
      title={words.credentials(credentials?.name ?? "")}
      size="lg"
      centered
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      {credentials && (
        <Stack gap="sm">
          <Text size="sm">{words.clientId}</Text>
          <CopyText value={credentials.client_id} label={words.clientId} />
          {credentials.client_secret ? (
            <>
              <Text size="sm">{words.secret}</Text>
              <CopyText value={credentials.client_secret} label={words.secret} />
            </>
          ) : (
            <Text size="sm">{words.noSecret}</Text>
          )}
          <Group justify="flex-end">
            <Button onClick={props.onClose}>{texts.organisation.keys.haveCopied}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

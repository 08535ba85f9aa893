import { Button, Group, Modal, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { tellConnection, useConnection } from "@/app/connection/connection.ts";
import { useSignedInAgain } from "@/app/connection/useSignedInAgain.ts";
import { sessionQuery, signInAddress } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

/**
 * The session has ended while a page was open. It stays as it is, with what was typed, while the person
 * signs in in another tab. Who comes without a session is led to the sign-in page by the router.
 */
export function SessionEnded() {
  const { session } = useConnection();
  const queryClient = useQueryClient();
  const before = queryClient.getQueryData(sessionQuery.queryKey);
  const isOpen = session === "ended" && before !== undefined;
  const { check, isChecking, isStillEnded } = useSignedInAgain(isOpen);
  return (
    <Modal
      opened={isOpen}
      onClose={() => tellConnection("signed in")}
      title={texts.connection.ended}
      closeButtonProps={{ "aria-label": texts.connection.close }}
      closeOnClickOutside={false}
      centered
    >
      <Text size="sm">{texts.connection.endedWhy}</Text>
      {isStillEnded && (
        <Text size="sm" role="alert" c="var(--error)" mt="sm">
          {texts.connection.stillEnded}
        </Text>
      )}
      <Group mt="lg" justify="flex-end">
        <Button variant="default" onClick={check} loading={isChecking}>
          {texts.connection.signedIn}
        </Button>
        <Button component="a" href={signInAddress("/")} target="_blank" rel="noopener" data-autofocus>
          {texts.connection.signIn}
        </Button>
      </Group>
    </Modal>
  );
}

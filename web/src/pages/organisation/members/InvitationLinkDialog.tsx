import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect } from "react";
import { CopyText } from "@/components/CopyText.tsx";
import type { MadeInvitation } from "@/pages/organisation/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.invitations;

/** Without a mail server the Admin carries the link; with one it is enough to say that it is sent. */
export function InvitationLinkDialog(props: { made: MadeInvitation | undefined; onClose: () => void }) {
  const { made, onClose } = props;
  useEffect(() => {
    if (!made || made.link) return;
    notifications.show({ message: words.sent, color: "teal" });
    onClose();
  }, [made, onClose]);
  return (
    <Modal
      opened={Boolean(made?.link)}
      onClose={onClose}
      title={words.linkTitle}
      size="lg"
      centered
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      {made?.link && (
        <Stack gap="sm">
          <Text size="sm">{words.link(made.email, made.days)}</Text>
          <CopyText value={made.link} label={words.linkTitle} />
          <Alert color="yellow">{words.care}</Alert>
          <Group justify="flex-end">
            <Button onClick={onClose}>{texts.organisation.keys.haveCopied}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

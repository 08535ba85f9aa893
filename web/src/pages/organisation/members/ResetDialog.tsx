import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { answerOf, api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { ConfirmDialog } from "@/components/ConfirmDialog.tsx";
import { CopyText } from "@/components/CopyText.tsx";
import { nameOf } from "@/pages/organisation/members/name.ts";
import type { Member } from "@/pages/organisation/queries.ts";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.members;

/** A way back in for who forgot the password: mailed, or a link that the Admin carries. */
export function ResetDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { slug } = useOrganisation();
  const reset = useChange({
    send: () =>
      answerOf(
        api.POST("/api/v1/org/{slug}/members/{user}/reset", {
          params: { path: { slug, user: member.id } },
        }),
      ),
    refresh: [],
  });
  const title = words.resetTitle(nameOf(member));
  if (!reset.data) {
    return (
      <ConfirmDialog
        opened
        title={title}
        confirm={words.resetConfirm}
        isHarmless
        isBusy={reset.isPending}
        error={reset.error}
        onConfirm={() => reset.mutate()}
        onClose={onClose}
      >
        <Text size="sm">{words.resetWhy}</Text>
      </ConfirmDialog>
    );
  }
  const { link, minutes } = reset.data;
  return (
    <Modal opened onClose={onClose} title={title} size="lg" centered withCloseButton={false}>
      <Stack gap="sm">
        {link ? (
          <>
            <Text size="sm">{words.resetLink(minutes)}</Text>
            <CopyText value={link} />
            <Alert color="yellow">{words.resetCare}</Alert>
          </>
        ) : (
          <Text size="sm">{words.resetMailed}</Text>
        )}
        <Group justify="flex-end">
          <Button onClick={onClose}>{texts.dialogs.done}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

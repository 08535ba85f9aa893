import { Text } from "@mantine/core";
import { api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { ConfirmDialog } from "@/components/ConfirmDialog.tsx";
import { nameOf } from "@/pages/organisation/members/name.ts";
import type { Member } from "@/pages/organisation/queries.ts";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.members;

export function SignOutDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { slug } = useOrganisation();
  const signOut = useChange({
    send: () =>
      api.POST("/api/v1/org/{slug}/members/{user}/sign-out", {
        params: { path: { slug, user: member.id } },
      }),
    refresh: [],
    said: words.signOutDone,
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      opened
      title={words.signOutTitle(nameOf(member))}
      confirm={words.signOutConfirm}
      isBusy={signOut.isPending}
      error={signOut.error}
      onConfirm={() => signOut.mutate()}
      onClose={onClose}
    >
      <Text size="sm">{words.signOutWhy}</Text>
    </ConfirmDialog>
  );
}

import { Text } from "@mantine/core";
import { api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { ConfirmDialog } from "@/components/ConfirmDialog.tsx";
import { nameOf } from "@/pages/organisation/members/name.ts";
import { type Member, membersQuery } from "@/pages/organisation/queries.ts";
import { sessionQuery, useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.members;

export function ChangeRoleDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { slug } = useOrganisation();
  const role = member.role === "admin" ? "member" : "admin";
  const change = useChange({
    send: () =>
      api.PATCH("/api/v1/org/{slug}/members/{user}", {
        params: { path: { slug, user: member.id } },
        body: { role },
      }),
    // One's own role decides what is shown.
    refresh: [membersQuery(slug).queryKey, ...(member.is_you ? [sessionQuery.queryKey] : [])],
    said: words.roleDone,
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      opened
      title={words.roleTitle(nameOf(member), role)}
      confirm={words.change}
      isHarmless={!member.is_you}
      isBusy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate()}
      onClose={onClose}
    >
      <Text size="sm">
        <strong>{texts.organisation.roles[role]}</strong>: {texts.organisation.roleHints[role]}.
      </Text>
    </ConfirmDialog>
  );
}

import { Alert, Text } from "@mantine/core";
import { api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { ConfirmDialog } from "@/components/ConfirmDialog.tsx";
import { type ConnectedStand, connectedStandsQuery } from "@/pages/organisation/queries.ts";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.stands;

export function RevokeStandDialog({ stand, onClose }: { stand: ConnectedStand; onClose: () => void }) {
  const { slug } = useOrganisation();
  const revoke = useChange({
    send: () =>
      api.DELETE("/api/v1/org/{slug}/connected-stands/{id}", { params: { path: { slug, id: stand.id } } }),
    refresh: [connectedStandsQuery(slug).queryKey],
    said: words.revoked,
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      opened
      title={words.revokeTitle(stand.name)}
      confirm={words.revokeConfirm}
      isBusy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      <Text size="sm">{words.revokeWhy}</Text>
      <Alert color="yellow">{words.revokeHow}</Alert>
    </ConfirmDialog>
  );
}

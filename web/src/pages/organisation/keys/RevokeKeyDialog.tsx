import { Text } from "@mantine/core";
import { api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { Ago } from "@/components/Ago.tsx";
import { ConfirmDialog } from "@/components/ConfirmDialog.tsx";
import { type ApiKey, keysQuery } from "@/pages/organisation/queries.ts";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.keys;

export function RevokeKeyDialog({
  apiKey: key,
  onClose,
}: {
  apiKey: ApiKey | undefined;
  onClose: () => void;
}) {
  const { slug } = useOrganisation();
  const revoke = useChange({
    send: (id: string) =>
      api.DELETE("/api/v1/org/{slug}/api-keys/{key}", { params: { path: { slug, key: id } } }),
    refresh: [keysQuery(slug).queryKey],
    said: words.revokeDone,
    onDone: onClose,
  });
  const close = () => {
    revoke.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={key !== undefined}
      title={words.revokeTitle(key?.name ?? "")}
      confirm={words.revoke}
      isBusy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => key && revoke.mutate(key.id)}
      onClose={close}
    >
      <Text size="sm">{words.revokeWhy}</Text>
      <Text size="sm" c="dimmed">
        {words.lastUsed}: <Ago at={key?.last_used} />
      </Text>
    </ConfirmDialog>
  );
}

import { Text } from "@mantine/core";
import { answerOf, api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { ConfirmDialog } from "@/components/ConfirmDialog.tsx";
import { type ApiKey, keysQuery, type MadeApiKey } from "@/pages/organisation/queries.ts";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.keys;

export function RotateKeyDialog(props: {
  apiKey: ApiKey | undefined;
  onClose: () => void;
  onMade: (made: MadeApiKey) => void;
}) {
  const { slug } = useOrganisation();
  const rotate = useChange({
    send: (key: string) =>
      answerOf(api.POST("/api/v1/org/{slug}/api-keys/{key}/rotate", { params: { path: { slug, key } } })),
    refresh: [keysQuery(slug).queryKey],
    onDone: (made) => {
      props.onClose();
      props.onMade(made);
    },
  });
  const key = props.apiKey;
  const close = () => {
    rotate.reset();
    props.onClose();
  };
  return (
    <ConfirmDialog
      opened={key !== undefined}
      title={words.rotateTitle(key?.name ?? "")}
      confirm={words.rotateConfirm}
      isHarmless
      isBusy={rotate.isPending}
      error={rotate.error}
      onConfirm={() => key && rotate.mutate(key.id)}
      onClose={close}
    >
      <Text size="sm">{words.rotateWhy}</Text>
    </ConfirmDialog>
  );
}

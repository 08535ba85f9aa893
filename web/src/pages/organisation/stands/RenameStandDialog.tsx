import { TextInput } from "@mantine/core";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { fieldTrouble } from "@/components/ChangeTrouble.tsx";
import { ConfirmDialog } from "@/components/ConfirmDialog.tsx";
import { type ConnectedStand, connectedStandsQuery } from "@/pages/organisation/queries.ts";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.stands;

export function RenameStandDialog({ stand, onClose }: { stand: ConnectedStand; onClose: () => void }) {
  const { slug } = useOrganisation();
  const [name, setName] = useState(stand.name);
  const rename = useChange({
    send: () =>
      api.PATCH("/api/v1/org/{slug}/connected-stands/{id}", {
        params: { path: { slug, id: stand.id } },
        body: { name },
      }),
    refresh: [connectedStandsQuery(slug).queryKey],
    said: words.renamed,
    onDone: onClose,
  });
  const trouble = fieldTrouble(rename.error, "name");
  return (
    <ConfirmDialog
      opened
      title={words.renameTitle(stand.name)}
      confirm={words.renameConfirm}
      isHarmless
      isBusy={rename.isPending}
      isDisabled={name.trim() === ""}
      error={trouble ? undefined : rename.error}
      onConfirm={() => rename.mutate()}
      onClose={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate();
        }}
      >
        <TextInput
          label={words.columns.name}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={trouble}
          maxLength={100}
          data-autofocus
        />
      </form>
    </ConfirmDialog>
  );
}

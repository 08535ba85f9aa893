import { ActionIcon } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { csrfHeaders } from "@/api/client.ts";
import { Problem, problemOfResponse } from "@/api/problem.ts";
import { ConfirmPopover } from "@/components/ConfirmPopover.tsx";
import { texts } from "@/texts/index.ts";

/** Takes a picture away, wherever it is. */
export function RemovePicture({
  address,
  onRemoved,
}: {
  address: string;
  onRemoved: () => Promise<unknown>;
}) {
  const text = texts.pictures;
  const remove = async () => {
    const response = await fetch(address, { method: "DELETE", headers: csrfHeaders() }).catch(
      () => undefined,
    );
    if (!response) throw new Problem("unreachable", "The server cannot be reached.");
    if (!response.ok) throw await problemOfResponse(response);
    await onRemoved();
  };
  return (
    <ConfirmPopover
      question={text.sure}
      keep={text.keep}
      remove={text.doRemove}
      onRemove={remove}
      target={(open) => (
        <ActionIcon variant="default" size="lg" aria-label={text.remove} onClick={open}>
          <IconTrash size={18} />
        </ActionIcon>
      )}
    />
  );
}

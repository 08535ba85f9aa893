import { Button, Group, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type DragEvent, type FormEvent, useState } from "react";
import { answerOf, api } from "@/api/client.ts";
import { problemOf } from "@/api/problem.ts";
import { Trouble } from "@/components/Trouble.tsx";
import { texts } from "@/texts/index.ts";
import { AttachmentList } from "./AttachmentList.tsx";
import { type Draft, EMPTY_DRAFT, formOf, isComplete } from "./draft.ts";
import { EntryFields } from "./EntryFields.tsx";
import { useAttachments } from "./useAttachments.ts";

/**
 * Writes an entry down and sends its files after it. Until all of that has worked, what was typed and
 * chosen stays; an entry that is stored already is not written again.
 */
export function NewEntry(props: { slug: string; standId: number; onAdded: () => Promise<unknown> }) {
  const { slug, standId, onAdded } = props;
  const text = texts.maintenance;
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT);
  const [storedId, setStoredId] = useState<string>();
  const files = useAttachments(slug, standId);
  const adding = useMutation({
    mutationFn: async () => {
      const path = { slug, stand_id: standId };
      const address = "/api/v1/org/{slug}/stands/{stand_id}/events" as const;
      const id =
        storedId ?? (await answerOf(api.POST(address, { params: { path }, body: formOf(draft) }))).id;
      setStoredId(id);
      const isAllSent = await files.send(id);
      if (isAllSent) {
        setDraft(EMPTY_DRAFT);
        setStoredId(undefined);
      }
      await onAdded();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!adding.isPending) adding.mutate();
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    files.add([...event.dataTransfer.files]);
  };
  const isAtField = adding.error && ["note", "happened_at"].includes(problemOf(adding.error).field ?? "");
  const startOver = () => {
    setDraft(EMPTY_DRAFT);
    setStoredId(undefined);
    files.clear();
  };
  return (
    <form onSubmit={submit} onDrop={drop} onDragOver={(event) => event.preventDefault()}>
      <Stack gap="sm">
        {!storedId && <EntryFields draft={draft} change={setDraft} error={adding.error} />}
        <AttachmentList
          attachments={files.list}
          isBusy={adding.isPending}
          add={files.add}
          leaveOut={files.leaveOut}
        />
        {adding.isError && !isAtField && <Trouble error={adding.error} />}
        <Group gap="xs">
          <Button
            type="submit"
            size="sm"
            loading={adding.isPending}
            disabled={(!storedId && !isComplete(draft)) || files.hasRefused}
          >
            {storedId ? text.tryAgain : text.add}
          </Button>
          {storedId && !adding.isPending && (
            <Button size="sm" variant="default" onClick={startOver}>
              {text.notAttached}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

import { Button, Group, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client.ts";
import { problemOf } from "@/api/problem.ts";
import { Trouble } from "@/components/Trouble.tsx";
import type { StandEvent } from "@/stands/queries.ts";
import { texts } from "@/texts/index.ts";
import { AttachmentList } from "./AttachmentList.tsx";
import { type Draft, draftOf, formOf, isComplete } from "./draft.ts";
import { EntryFields } from "./EntryFields.tsx";
import { useAttachments } from "./useAttachments.ts";

/** Writes an entry again, in its place. */
export function EditEntry(props: {
  slug: string;
  standId: number;
  entry: StandEvent;
  onChanged: () => Promise<unknown>;
  onDone: () => void;
}) {
  const { slug, standId, entry } = props;
  const text = texts.maintenance;
  const [draft, setDraft] = useState<Draft>(() => draftOf(entry));
  const files = useAttachments(slug, standId, entry.files.length);
  const saving = useMutation({
    mutationFn: async () => {
      const path = { slug, stand_id: standId, event_id: entry.id };
      await api.PATCH("/api/v1/org/{slug}/stands/{stand_id}/events/{event_id}", {
        params: { path },
        body: formOf(draft, entry),
      });
      const isAllSent = await files.send(entry.id);
      await props.onChanged();
      if (isAllSent) props.onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!saving.isPending) saving.mutate();
  };
  const isAtField = saving.error && ["note", "happened_at"].includes(problemOf(saving.error).field ?? "");
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <EntryFields draft={draft} change={setDraft} error={saving.error} />
        <AttachmentList
          attachments={files.list}
          isBusy={saving.isPending}
          add={files.add}
          leaveOut={files.leaveOut}
        />
        {saving.isError && !isAtField && <Trouble error={saving.error} />}
        <Group gap="xs">
          <Button
            type="submit"
            size="sm"
            loading={saving.isPending}
            disabled={!isComplete(draft) || files.hasRefused}
          >
            {text.save}
          </Button>
          <Button size="sm" variant="default" onClick={props.onDone} disabled={saving.isPending}>
            {text.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

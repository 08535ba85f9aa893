import { ActionIcon, Button, FileButton, Group, Progress, Text } from "@mantine/core";
import { IconPaperclip, IconX } from "@tabler/icons-react";
import { sizeText } from "@/format/size.ts";
import { texts } from "@/texts/index.ts";
import type { Attachment } from "./attachments.ts";
import classes from "./EntryFields.module.css";

/** Files that are about to be attached, how far they are, and why one was not taken. */
export function AttachmentList(props: {
  attachments: Attachment[];
  isBusy: boolean;
  add: (files: File[]) => void;
  leaveOut: (id: string) => void;
}) {
  const text = texts.maintenance;
  return (
    <>
      <Group gap="sm">
        <FileButton multiple onChange={props.add} disabled={props.isBusy}>
          {(button) => (
            <Button {...button} size="xs" variant="default" leftSection={<IconPaperclip size={15} />}>
              {text.addFiles}
            </Button>
          )}
        </FileButton>
        <Text size="xs" c="dimmed">
          {text.filesHint}
        </Text>
      </Group>
      {props.attachments.length > 0 && (
        <ul className={classes.files}>
          {props.attachments.map(({ id, file, share, problem }) => (
            <li key={id} className={classes.file}>
              <span className={classes.name}>{file.name}</span>
              <span className={classes.soft}>{sizeText(file.size)}</span>
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                disabled={props.isBusy}
                aria-label={text.removeFromList(file.name)}
                onClick={() => props.leaveOut(id)}
              >
                <IconX size={14} />
              </ActionIcon>
              {share !== undefined && (
                <Progress
                  className={classes.wide}
                  value={100 * share}
                  aria-label={text.uploading(file.name)}
                />
              )}
              {problem && (
                <span className={classes.failed} role="alert">
                  {text.fileFailed(file.name, problem)}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

import { ActionIcon, Anchor } from "@mantine/core";
import { IconDownload, IconX } from "@tabler/icons-react";
import { api } from "@/api/client.ts";
import { ConfirmPopover } from "@/components/ConfirmPopover.tsx";
import { sizeText } from "@/format/size.ts";
import { type StandEvent, type StandEventFile, standAddress } from "@/stands/queries.ts";
import { texts } from "@/texts/index.ts";
import classes from "./MaintenanceLog.module.css";

/** The files of an entry: pictures are shown small, everything else is saved. */
export function EntryFiles(props: {
  slug: string;
  standId: number;
  entry: StandEvent;
  onChanged: () => Promise<unknown>;
}) {
  const { slug, standId, entry, onChanged } = props;
  const text = texts.maintenance;
  if (entry.files.length === 0) return null;
  const remove = async (file: StandEventFile) => {
    const path = { slug, stand_id: standId, event_id: entry.id, file_id: file.id };
    await api.DELETE("/api/v1/org/{slug}/stands/{stand_id}/events/{event_id}/files/{file_id}", {
      params: { path },
    });
    await onChanged();
  };
  return (
    <ul className={classes.files}>
      {entry.files.map((file) => {
        const address = `${standAddress(slug, standId)}/events/${entry.id}/files/${file.id}`;
        return (
          <li key={file.id} className={classes.file}>
            {file.is_picture ? (
              <a href={address} target="_blank" rel="noreferrer" aria-label={text.openPicture(file.name)}>
                <img className={classes.thumbnail} src={address} alt="" loading="lazy" />
              </a>
            ) : (
              <IconDownload size={16} aria-hidden />
            )}
            <Anchor
              className={classes.fileName}
              size="xs"
              href={address}
              download={file.name}
              title={file.name}
              aria-label={text.download(file.name)}
            >
              {file.name}
            </Anchor>
            <span className={classes.soft}>{sizeText(file.size_bytes)}</span>
            {entry.may_change && (
              <ConfirmPopover
                question={text.removeFile(file.name)}
                keep={text.keep}
                remove={text.remove}
                onRemove={() => remove(file)}
                target={(open) => (
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    aria-label={`${text.remove}: ${file.name}`}
                    onClick={open}
                  >
                    <IconX size={14} />
                  </ActionIcon>
                )}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

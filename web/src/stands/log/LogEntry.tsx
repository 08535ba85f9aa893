import { ActionIcon, Tooltip } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { ConfirmPopover } from "@/components/ConfirmPopover.tsx";
import { Instant } from "@/components/Instant.tsx";
import type { StandEvent } from "@/stands/queries.ts";
import { texts } from "@/texts/index.ts";
import { EditEntry } from "./EditEntry.tsx";
import { EntryFiles } from "./EntryFiles.tsx";
import { KIND_ICONS } from "./kinds.ts";
import classes from "./MaintenanceLog.module.css";

/** One entry: what, when, by whom, with its files. */
export function LogEntry(props: {
  slug: string;
  standId: number;
  entry: StandEvent;
  onChanged: () => Promise<unknown>;
}) {
  const { entry, slug, standId, onChanged } = props;
  const [isEdited, setIsEdited] = useState(false);
  const text = texts.maintenance;
  const Icon = KIND_ICONS[entry.kind];
  const remove = async () => {
    const path = { slug, stand_id: standId, event_id: entry.id };
    await api.DELETE("/api/v1/org/{slug}/stands/{stand_id}/events/{event_id}", { params: { path } });
    await onChanged();
  };
  return (
    <li className={classes.entry}>
      <span className={classes.sign} data-kind={entry.kind}>
        <Icon size={18} stroke={1.8} />
      </span>
      <div className={classes.body}>
        {isEdited ? (
          <EditEntry {...props} onDone={() => setIsEdited(false)} />
        ) : (
          <>
            <div className={classes.head}>
              <h2 className={classes.kind}>{text.kind[entry.kind]}</h2>
              <span className={classes.soft}>
                {entry.happened_at && <Instant at={entry.happened_at} />} {text.by(entry.created_by)}
                {entry.changed_by && `, ${text.changedBy(entry.changed_by)}`}
              </span>
              {entry.may_change && (
                <span className={classes.tools}>
                  <Tooltip label={text.edit}>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={text.edit}
                      onClick={() => setIsEdited(true)}
                    >
                      <IconPencil size={16} />
                    </ActionIcon>
                  </Tooltip>
                  <ConfirmPopover
                    question={text.removeEntry}
                    keep={text.keep}
                    remove={text.remove}
                    onRemove={remove}
                    target={(open) => (
                      <ActionIcon variant="subtle" color="gray" aria-label={text.remove} onClick={open}>
                        <IconTrash size={16} />
                      </ActionIcon>
                    )}
                  />
                </span>
              )}
            </div>
            {entry.note && <p className={classes.note}>{entry.note}</p>}
            <EntryFiles {...props} />
          </>
        )}
      </div>
    </li>
  );
}

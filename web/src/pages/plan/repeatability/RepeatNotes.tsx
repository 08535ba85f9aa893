import { Tooltip } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { texts } from "@/texts/index.ts";
import type { RepeatNote } from "./queries.ts";

/** Why there is no figure, or what to think of it. */
export function RepeatNotes({ notes }: { notes: RepeatNote[] }) {
  if (notes.length === 0) return null;
  const label = notes.map((note) => note.text).join("\n");
  return (
    <Tooltip label={label} multiline maw={320} style={{ whiteSpace: "pre-line" }}>
      <IconInfoCircle
        size={16}
        stroke={1.8}
        color="var(--soft)"
        role="img"
        aria-label={`${texts.repeatability.notes(notes.length)}: ${label}`}
        tabIndex={0}
      />
    </Tooltip>
  );
}

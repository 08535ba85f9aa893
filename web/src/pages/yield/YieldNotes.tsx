import { Alert, List } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import type { Summary } from "@/pages/yield/queries.ts";
import { texts } from "@/texts/index.ts";

/** What one must know before one believes the figures. */
export function YieldNotes({ notes }: { notes: Summary["notes"] }) {
  if (notes.length === 0) return null;
  return (
    <Alert variant="light" p="sm" icon={<IconInfoCircle size={18} stroke={1.8} />} title={texts.yield.notes}>
      <List size="sm" spacing={2} listStyleType={notes.length > 1 ? "disc" : "none"}>
        {notes.map((note) => (
          <List.Item key={note.kind}>{note.text}</List.Item>
        ))}
      </List>
    </Alert>
  );
}

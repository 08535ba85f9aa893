import type { components } from "@/api/schema.d.ts";
import type { StandEvent, StandEventKind } from "@/stands/queries.ts";

/** An entry while somebody writes it. */
export interface Draft {
  kind: StandEventKind;
  note: string;
  /** As a field for date and time holds it, in the viewer's zone; empty is now. */
  happened: string;
}

export const EMPTY_DRAFT: Draft = { kind: "note", note: "", happened: "" };

export function draftOf(entry: StandEvent): Draft {
  return {
    kind: entry.kind,
    note: entry.note,
    happened: entry.happened_at ? fieldTime(new Date(entry.happened_at)) : "",
  };
}

/** What is sent. A field knows minutes only: who does not change the time keeps its seconds. */
export function formOf(draft: Draft, before?: StandEvent): components["schemas"]["StandEventForm"] {
  const kept = before && draftOf(before).happened === draft.happened ? before.happened_at : undefined;
  const chosen = draft.happened ? new Date(draft.happened).toISOString() : undefined;
  return { kind: draft.kind, note: draft.note, happened_at: kept ?? chosen };
}

/** Whether there is something to send; the server asks for no more than this. */
export function isComplete(draft: Draft): boolean {
  const time = draft.happened === "" || !Number.isNaN(Date.parse(draft.happened));
  return time && (draft.kind === "check_passed" || draft.note.trim() !== "");
}

/** "2026-11-22T14:03" on the viewer's clock. */
export function fieldTime(at: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

import { useState } from "react";
import { type Attachment, attachmentsOf, FILES_MAX } from "./attachments.ts";
import { sendFiles } from "./sendFiles.ts";

/** The files of a form: chosen, sent, refused. */
export function useAttachments(slug: string, standId: number, alreadyThere = 0) {
  const [list, setList] = useState<Attachment[]>([]);
  const change = (id: string, changed: Partial<Attachment>) =>
    setList((before) => before.map((one) => (one.id === id ? { ...one, ...changed } : one)));
  return {
    list,
    /** A file that cannot be taken must be left out first. */
    hasRefused: list.some((one) => one.isImpossible),
    add: (files: File[]) =>
      setList((before) => [...before, ...attachmentsOf(files, FILES_MAX - alreadyThere - before.length)]),
    leaveOut: (id: string) => setList((before) => before.filter((one) => one.id !== id)),
    clear: () => setList([]),
    /** Whether all were taken; the others stay in the list. */
    send: async (event: string): Promise<boolean> => {
      const refused = await sendFiles({ slug, standId, event }, list, change);
      setList(refused);
      return refused.length === 0;
    },
  };
}

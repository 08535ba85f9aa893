import { texts } from "@/texts/index.ts";

const BYTES_MAX = 10 << 20;
export const FILES_MAX = 10;

/** A file on its way to an entry. */
export interface Attachment {
  id: string;
  file: File;
  /** From 0 to 1 while it is sent. */
  share?: number;
  /** Why it was not taken. */
  problem?: string;
  /** It never will be. */
  isImpossible: boolean;
}

/** The chosen files; those that the server would refuse say so at once. */
export function attachmentsOf(files: File[], room: number): Attachment[] {
  return files.map((file, index) => {
    const problem = problemWith(file, index >= room);
    return { id: crypto.randomUUID(), file, problem, isImpossible: problem !== undefined };
  });
}

function problemWith(file: File, isTooMany: boolean): string | undefined {
  if (file.size > BYTES_MAX) return texts.maintenance.tooLarge;
  return isTooMany ? texts.maintenance.tooMany : undefined;
}

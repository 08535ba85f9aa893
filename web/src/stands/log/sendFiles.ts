import { problemOf } from "@/api/problem.ts";
import { uploadFile } from "@/api/upload.ts";
import { standAddress } from "@/stands/queries.ts";
import type { Attachment } from "./attachments.ts";

/** Sends files to an entry, one after the other; answers with those that were not taken. */
export async function sendFiles(
  to: { slug: string; standId: number; event: string },
  attachments: Attachment[],
  change: (id: string, changed: Partial<Attachment>) => void,
): Promise<Attachment[]> {
  const refused: Attachment[] = [];
  for (const attachment of attachments) {
    const { id, file } = attachment;
    const name = new URLSearchParams({ name: file.name });
    const address = `${standAddress(to.slug, to.standId)}/events/${to.event}/files?${name}`;
    change(id, { share: 0, problem: undefined });
    try {
      await uploadFile(address, file, { onProgress: (share) => change(id, { share }) });
    } catch (error) {
      refused.push({ ...attachment, share: undefined, problem: problemOf(error).message });
    }
  }
  return refused;
}

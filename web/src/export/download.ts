import { Problem, problemOfResponse } from "@/api/problem.ts";
import { csvReader, workbookReader } from "@/export/readers.ts";
import { saveFile } from "@/export/saveFile.ts";

export type ExportKind = "csv" | "xlsx";

export interface Progress {
  done: number;
  /** Unknown before the server has answered. */
  total: number | undefined;
}

/** Fetches all rows of a filter as a file and gives it to the person; `signal` ends it early. */
export async function exportRuns(wanted: {
  slug: string;
  kind: ExportKind;
  query: URLSearchParams;
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}): Promise<{ name: string; rows: number }> {
  const response = await fetch(exportAddress(wanted), { signal: wanted.signal }).catch((error) => {
    if (wanted.signal.aborted) throw error;
    throw new Problem("unreachable", "The server cannot be reached.");
  });
  if (!response.ok) throw await problemOfResponse(response);
  const total = Number(response.headers.get("standcloud-rows") ?? Number.NaN);
  const reader = wanted.kind === "csv" ? csvReader() : workbookReader();
  const stream = response.body?.getReader();
  while (stream) {
    const { done, value } = await stream.read();
    if (done) break;
    reader.take(value);
    wanted.onProgress({ done: reader.rows(), total: Number.isNaN(total) ? undefined : total });
  }
  const name = fileName(response.headers.get("content-disposition"), wanted.kind);
  saveFile(new Blob(reader.finish(), { type: MEDIA_TYPES[wanted.kind] }), name);
  return { name, rows: Number.isNaN(total) ? reader.rows() : total };
}

const MEDIA_TYPES: Record<ExportKind, string> = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

export function exportAddress(wanted: { slug: string; kind: ExportKind; query: URLSearchParams }): string {
  const query = new URLSearchParams(wanted.query);
  if (wanted.kind === "xlsx") query.set("progress", "true");
  return `/api/v1/org/${encodeURIComponent(wanted.slug)}/runs/export.${wanted.kind}?${query}`;
}

export function fileName(disposition: string | null, kind: ExportKind): string {
  return /filename="([^"]+)"/.exec(disposition ?? "")?.[1] ?? `test-runs.${kind}`;
}

import { notifications } from "@mantine/notifications";
import { useCallback, useState } from "react";
import { problemOf } from "@/api/problem.ts";
import { type ExportKind, exportRuns, type Progress } from "@/export/download.ts";
import { ExportProgress } from "@/export/ExportProgress.tsx";
import { countText } from "@/format/number.ts";
import { texts } from "@/texts/index.ts";

/** Between two movements of the bar. */
const STEP_MS = 200;
const READ_MS = 6_000;

let exports = 0;

/** Exports in the background, with a note in the corner: the person may go on to another page. */
export function useExport() {
  const [isRunning, setIsRunning] = useState(false);
  const start = useCallback(async (wanted: { slug: string; kind: ExportKind; query: URLSearchParams }) => {
    exports += 1;
    const id = `export-${exports}`;
    const stop = new AbortController();
    const message = (progress: Progress) => (
      <ExportProgress progress={progress} onCancel={() => stop.abort()} />
    );
    const title = texts.export.titles[wanted.kind];
    setIsRunning(true);
    notifications.show({
      id,
      title,
      message: message({ done: 0, total: undefined }),
      autoClose: false,
      withCloseButton: false,
    });
    let shownAt = 0;
    const onProgress = (progress: Progress) => {
      if (performance.now() - shownAt < STEP_MS) return;
      shownAt = performance.now();
      notifications.update({
        id,
        title,
        message: message(progress),
        autoClose: false,
        withCloseButton: false,
      });
    };
    const end = (colour: string, endTitle: string, text: string, autoClose: number | false) =>
      notifications.update({
        id,
        color: colour,
        title: endTitle,
        message: text,
        autoClose,
        withCloseButton: true,
      });
    try {
      const { name, rows } = await exportRuns({ ...wanted, signal: stop.signal, onProgress });
      end("green", texts.export.done, texts.export.doneText(name, countText(rows)), READ_MS);
    } catch (error) {
      if (stop.signal.aborted) end("gray", texts.export.cancelled, "", READ_MS);
      else end("red", texts.export.failed, problemOf(error).message, false);
    } finally {
      setIsRunning(false);
    }
  }, []);
  return { start, isRunning };
}

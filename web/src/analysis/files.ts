import type { ChartFiles } from "@/charts/ChartMenu.tsx";
import { exportQuery } from "@/export/exportQuery.ts";

/** Where an answer of the analysis can be fetched as files: the same question with a format. */
export function analysisFiles(
  slug: string,
  question: string,
  query: object,
  kinds: readonly (keyof ChartFiles)[] = ["csv", "xlsx"],
): ChartFiles {
  const files: ChartFiles = {};
  for (const kind of kinds) {
    const parameters = exportQuery({ ...query });
    parameters.set("format", kind);
    files[kind] = `/api/v1/org/${encodeURIComponent(slug)}/analysis/${question}?${parameters}`;
  }
  return files;
}

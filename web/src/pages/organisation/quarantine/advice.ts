import type { ReportProblem } from "@/pages/organisation/quarantine/useQuarantine.ts";
import { texts } from "@/texts/index.ts";

/** What to do, in plain words, about what is wrong with a report: one sentence for each kind of trouble. */
export function adviceFor(problems: ReportProblem[]): string[] {
  const { advice } = texts.quarantine;
  const found = new Set<string>();
  for (const { kind } of problems) {
    if (kind.startsWith("json")) found.add(advice.json);
    else if (kind === "missing") found.add(advice.missing);
    else if (kind.endsWith("_type") || kind.endsWith("_parsing")) found.add(advice.type);
    else found.add(advice.other);
  }
  return [...found, advice.again];
}

/** "dut.serial_number: must be a text". In what is no JSON, the place is a number of characters only. */
export function problemText({ kind, place, message }: ReportProblem): string {
  const isPlace = place !== "" && !kind.startsWith("json");
  return `${isPlace ? place : texts.quarantine.whole}: ${message}`;
}

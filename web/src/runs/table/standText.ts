import type { RunRow } from "@/runs/queries.ts";

/** "Stand 1 #2": two stands can have one name. */
export function standText(stand: RunRow["stand"]): string {
  const number = stand.number;
  return number === null || number === undefined ? stand.name : `${stand.name} #${number}`;
}

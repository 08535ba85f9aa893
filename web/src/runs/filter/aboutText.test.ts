import { expect, it } from "vitest";
import { aboutText } from "@/runs/filter/aboutText.ts";
import { chipsOf } from "@/runs/filter/chips.ts";
import type { RunFilter } from "@/runs/runFilter.ts";

const names = { stands: new Map([[1, "ICT-1"]]), steps: new Map<number, string>() };
const about = (filter: RunFilter) => aboutText(filter, chipsOf(filter, names));

it("says the time and every condition with its values", () => {
  expect(about({})).toBe("");
  expect(about({ range: "month" })).toBe("Time range: Month");
  expect(about({ from: "2026-11-02", to: "2026-11-02", stand: [1], batch: ["B1", "B2"] })).toBe(
    "Time range: 2 Nov 2026 · Stand: ICT-1 · Batch: B1, B2",
  );
});

import { describe, expect, it } from "vitest";
import type { CapabilityRow } from "../queries.ts";
import { shownRows } from "./sortRows.ts";

function row(name: string, ppk: number | null, effect?: number): CapabilityRow {
  const measurement = { name, module: "test_power", case: "test_a", position: null, occurrence: 0 };
  const drift = effect === undefined ? null : { effect_sigmas: effect };
  return { measurement, ppk, drift, failed: { share: null }, values: 1 } as unknown as CapabilityRow;
}

const rows = [row("U1", 2), row("I1", null), row("U2", 0.5, -3), row("U10", 1, 0.2)];
const names = (found: CapabilityRow[]) => found.map((one) => one.measurement.name);

describe("shownRows", () => {
  it("finds by every word, in names and steps", () => {
    expect(names(shownRows(rows, "u POWER", { sort: "risk", direction: "asc" }))).toEqual([
      "U1",
      "U2",
      "U10",
    ]);
    expect(shownRows(rows, "zzz", { sort: "risk", direction: "asc" })).toEqual([]);
  });
  it("puts what has no figure last in both directions", () => {
    expect(names(shownRows(rows, "", { sort: "ppk", direction: "asc" }))).toEqual(["U2", "U10", "U1", "I1"]);
    expect(names(shownRows(rows, "", { sort: "ppk", direction: "desc" }))).toEqual(["U1", "U10", "U2", "I1"]);
  });
  it("sorts a trend by how far it went, in either direction", () => {
    expect(names(shownRows(rows, "", { sort: "trend", direction: "desc" })).slice(0, 2)).toEqual([
      "U2",
      "U10",
    ]);
  });
  it("counts in names", () => {
    expect(names(shownRows(rows, "", { sort: "name", direction: "asc" }))).toEqual(["I1", "U1", "U2", "U10"]);
  });
});

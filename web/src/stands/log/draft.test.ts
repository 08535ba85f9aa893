import { describe, expect, it } from "vitest";
import type { StandEvent } from "@/stands/queries.ts";
import { draftOf, EMPTY_DRAFT, formOf, isComplete } from "./draft.ts";

const entry: StandEvent = {
  id: "1",
  kind: "repair",
  note: "pins",
  happened_at: "2026-11-22T10:00:42Z",
  created_by: "Ann",
  may_change: true,
  files: [],
};

describe("formOf", () => {
  it("keeps the seconds of a time that was not changed", () => {
    expect(formOf(draftOf(entry), entry).happened_at).toBe("2026-11-22T10:00:42Z");
    const later = { ...draftOf(entry), happened: "2026-11-23T10:00" };
    expect(formOf(later, entry).happened_at).toBe(new Date("2026-11-23T10:00").toISOString());
  });
  it("leaves the time to the server when none was chosen", () => {
    expect(formOf({ ...EMPTY_DRAFT, note: "x" })).toEqual({
      kind: "note",
      note: "x",
      happened_at: undefined,
    });
  });
});

it("a passed check needs no words, everything else does", () => {
  expect(isComplete(EMPTY_DRAFT)).toBe(false);
  expect(isComplete({ ...EMPTY_DRAFT, kind: "check_passed" })).toBe(true);
  expect(isComplete({ ...EMPTY_DRAFT, note: " x " })).toBe(true);
  expect(isComplete({ ...EMPTY_DRAFT, note: "x", happened: "soon" })).toBe(false);
});

import { describe, expect, it } from "vitest";
import { type Found, hitGroups, markedParts } from "@/search/hits.ts";

const nothing: Found = { units: [], runs: [], batches: [], parts: [], plans: [], stands: [] };

describe("hitGroups", () => {
  it("leaves out what was not found", () => {
    expect(hitGroups(nothing)).toEqual([]);
    const groups = hitGroups({
      ...nothing,
      units: [{ serial_number: "SN-1", part_number: "P" }],
      stands: [{ id: 7, name: "Line 1", detail: "3" }],
    });
    expect(groups.map((group) => group.title)).toEqual(["Units", "Test stands"]);
    expect(groups[0]?.hits[0]?.target).toEqual({ kind: "unit", partNumber: "P", serialNumber: "SN-1" });
    expect(groups[1]?.hits[0]?.detail).toBe("#3");
  });
});

describe("markedParts", () => {
  it("finds the part whatever the size of its letters", () => {
    expect(markedParts("SN-1000", "n-1")).toEqual(["S", "N-1", "000"]);
    expect(markedParts("SN-1000", "x")).toEqual(["SN-1000", "", ""]);
    expect(markedParts("SN-1000", "")).toEqual(["SN-1000", "", ""]);
  });
});

import { describe, expect, it } from "vitest";
import { groupLabel, narrowed } from "@/analysis/narrow.ts";

describe("a group", () => {
  it("narrows the filter to its runs", () => {
    const filter = { range: "week" as const, plan: ["A"] };
    const names = [
      { value: "3", label: "Stand 1 #2" },
      { value: "", label: "" },
    ];
    expect(narrowed(filter, ["stand", "batch"], names)).toEqual({
      range: "week",
      plan: ["A"],
      stand: [3],
      batch: [""],
    });
    expect(narrowed({}, ["revision"], [{ value: "B", label: "B", part: "P-1" }])).toEqual({
      revision: ["B"],
      part: ["P-1"],
    });
  });

  it("has a name also when it has none", () => {
    expect(groupLabel("batch", { value: "", label: "" })).toBe("no batch");
    expect(groupLabel("revision", { value: "B", label: "B", part: "P-1" })).toBe("B (P-1)");
  });
});

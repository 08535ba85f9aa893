import { describe, expect, it } from "vitest";
import { groupOf, groupsOf } from "@/analysis/groupBy.ts";

describe("groupsOf", () => {
  it("keeps the order of the address and drops what it does not know", () => {
    expect(groupsOf(["batch", "colour", "stand", "batch"], 2)).toEqual(["batch", "stand"]);
    expect(groupsOf("plan", 2)).toEqual(["plan"]);
    expect(groupsOf(["stand", "batch", "plan"], 2)).toEqual(["stand", "batch"]);
    expect(groupsOf(undefined, 2)).toEqual([]);
    expect(groupOf(["stand"])).toBe("stand");
  });
});

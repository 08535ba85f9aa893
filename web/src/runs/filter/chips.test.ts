import { describe, expect, it } from "vitest";
import { chipsOf } from "@/runs/filter/chips.ts";

describe("chipsOf", () => {
  it("has one for each value, and each knows the filter without itself", () => {
    const chips = chipsOf(
      { range: "week", plan: ["A", "B"], stand: [3], tag: ["dut:fw=1=2"], status: ["failed"] },
      new Map([[3, "Stand 1 #2"]]),
    );
    expect(chips.map((chip) => `${chip.field} ${chip.value}`)).toEqual([
      "Test plan A",
      "Test plan B",
      "Stand Stand 1 #2",
      "Tag fw = 1=2",
      "Status Failed",
    ]);
    expect(chips[0]?.without.plan).toEqual(["B"]);
    expect(chips[2]?.without).not.toHaveProperty("stand");
    expect(chips[4]?.without).not.toHaveProperty("status");
  });
});

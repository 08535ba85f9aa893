import { describe, expect, it } from "vitest";
import { chipsOf } from "@/runs/filter/chips.ts";

describe("chipsOf", () => {
  it("has one for each value, and each knows the filter without itself", () => {
    const chips = chipsOf(
      { range: "week", plan: ["A", "B"], stand: [3], tag: ["dut:fw=1=2"], status: ["failed"] },
      { stands: new Map([[3, "Stand 1 #2"]]), steps: new Map() },
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

  it("tells what was asked for by a figure", () => {
    const filter = { revision: ["B", ""], attempt: "first", error_code: [7], step: [5, 0] };
    const chips = chipsOf(filter, { stands: new Map(), steps: new Map([[5, "Power: Voltage"]]) });
    expect(chips.map((chip) => `${chip.field} ${chip.value}`)).toEqual([
      "Revision B",
      "Revision none",
      "Attempt first test of the unit",
      "Error code 7",
      "Failed step Power: Voltage",
      "Failed step none",
    ]);
    expect(chips[0]?.without.revision).toEqual([""]);
    expect(chips[2]?.without).not.toHaveProperty("attempt");
    expect(chips[4]?.without.step).toEqual([0]);
  });
});

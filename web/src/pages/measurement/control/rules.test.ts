import { expect, it } from "vitest";
import { rulesOf, rulesText, setOf } from "@/pages/measurement/control/rules.ts";

it("reads and writes the shortest name", () => {
  for (const text of [
    undefined,
    "none",
    "western_electric",
    "nelson",
    "eight_on_one_side,fourteen_alternating",
  ]) {
    expect(rulesText(rulesOf(text))).toBe(text);
  }
  expect(rulesOf("nelson").length).toBe(8);
  expect(rulesText(["nine_on_one_side", "beyond_three_sigma"])).toBeUndefined();
  expect(setOf(rulesOf("twelve"))).toBeUndefined();
});

import { expect, it } from "vitest";
import { ofFewestUnits } from "@/pages/yield/fewestUnits.ts";
import type { RolledYield } from "@/pages/yield/queries.ts";
import { isUncertain } from "@/pages/yield/shareText.ts";

const stage = (all: number, is_repair = false) =>
  ({ is_repair, first_pass: { part: all, all } }) as RolledYield["stages"][number];

it("judges a product by the stage with the fewest units, repair left out", () => {
  const fewest = ofFewestUnits([stage(203), stage(12), stage(3, true)]);
  expect(fewest?.all).toBe(12);
  expect(fewest && isUncertain(fewest)).toBe(true);
  const sure = ofFewestUnits([stage(203), stage(3, true)]);
  expect(sure && isUncertain(sure)).toBe(false);
  expect(ofFewestUnits([stage(3, true)])).toBeUndefined();
});

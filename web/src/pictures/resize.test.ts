import { expect, it } from "vitest";
import { fitWithin } from "@/pictures/resize.ts";

it("keeps the proportions and never enlarges", () => {
  expect(fitWithin(4000, 3000, 1600)).toEqual({ width: 1600, height: 1200 });
  expect(fitWithin(3000, 4000, 1600)).toEqual({ width: 1200, height: 1600 });
  expect(fitWithin(300, 200, 1600)).toEqual({ width: 300, height: 200 });
  expect(fitWithin(100_000, 1, 1600)).toEqual({ width: 1600, height: 1 });
});

import { expect, it } from "vitest";
import { askedLimits } from "@/pages/measurement/whatIf/limits.ts";

it("keeps the limit of the side that nobody moved", () => {
  const present = { lower: 1, upper: 2 };
  expect(askedLimits({ upper: 3 }, present)).toEqual({ lower: 1, upper: 3 });
  expect(askedLimits({ lower: 0 }, present)).toEqual({ lower: 0, upper: 2 });
  expect(askedLimits({ upper: 3 }, {})).toEqual({ lower: undefined, upper: 3 });
});

it("asks nothing when nothing is tried", () => {
  expect(askedLimits({}, { lower: 1, upper: 2 })).toEqual({});
});

import { expect, it } from "vitest";
import { rangeOf } from "@/pages/measurement/rangeOf.ts";

it("knows the ends of a range", () => {
  expect(rangeOf({ kind: "inside", lower: 1, upper: null, text: "≥ 1" })).toEqual({ lower: 1 });
  expect(rangeOf({ kind: "outside", lower: 1, upper: 2, text: "" })).toEqual({});
  expect(rangeOf(null)).toEqual({});
});

import { expect, it } from "vitest";
import { moreOf, toggled } from "@/analysis/more.ts";

const NAMES = ["groups", "parts"] as const;

it("reads the tables that are shown in full", () => {
  expect(moreOf(["parts", "x", "parts"], NAMES)).toEqual(["parts"]);
  expect(moreOf("groups", NAMES)).toEqual(["groups"]);
  expect(moreOf(undefined, NAMES)).toBeUndefined();
  expect(moreOf(["x"], NAMES)).toBeUndefined();
});

it("adds and takes away one", () => {
  expect(toggled(undefined, "a")).toEqual(["a"]);
  expect(toggled(["a"], "b")).toEqual(["a", "b"]);
  expect(toggled(["a", "b"], "a")).toEqual(["b"]);
  expect(toggled(["a"], "a")).toBeUndefined();
});

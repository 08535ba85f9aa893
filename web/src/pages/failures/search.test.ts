import { expect, it } from "vitest";
import { failuresSearch } from "@/pages/failures/search.ts";

it("reads the view of an address and drops the rest", () => {
  expect(failuresSearch({ range: "week", split: "batch", open: "7", a: 1 })).toEqual({
    range: "week",
    split: "batch",
    open: 7,
  });
  expect(failuresSearch({ more: ["steps", "x"] })).toEqual({ more: ["steps"] });
  expect(failuresSearch({ split: "colour", open: -1 })).toEqual({});
});

import { expect, it } from "vitest";
import { yieldSearch } from "@/pages/yield/search.ts";

it("reads the view of an address and drops the rest", () => {
  const search = { range: "week", by: ["batch", "stand"], order: "units", bucket: "decade", a: 1 };
  expect(yieldSearch(search)).toEqual({ range: "week", by: ["batch", "stand"], order: "units" });
});

it("keeps what the control chart counts and its limits", () => {
  expect(yieldSearch({ of: "tests", kind: "laney_p" })).toEqual({ of: "tests", kind: "laney_p" });
  expect(yieldSearch({ of: "units", kind: "u" })).toEqual({});
});

it("keeps which tables are shown in full", () => {
  expect(yieldSearch({ more: ["parts", "groups", "x"] })).toEqual({ more: ["groups", "parts"] });
});

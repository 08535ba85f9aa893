import { expect, it } from "vitest";
import { yieldSearch } from "@/pages/yield/search.ts";

it("reads the view of an address and drops the rest", () => {
  const search = { range: "week", by: ["batch", "stand"], order: "units", bucket: "decade", a: 1 };
  expect(yieldSearch(search)).toEqual({ range: "week", by: ["batch", "stand"], order: "units" });
});

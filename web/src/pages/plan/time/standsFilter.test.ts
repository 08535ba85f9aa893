import { expect, test } from "vitest";
import { standsFilter } from "./standsFilter.ts";

test("only the time and the stands stay", () => {
  const filter = { range: "month" as const, plan: ["A"], part: ["B"], stand: [9] };
  expect(standsFilter(filter, [1, 2])).toEqual({ range: "month", stand: [1, 2] });
});

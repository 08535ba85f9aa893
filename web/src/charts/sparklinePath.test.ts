import { expect, test } from "vitest";
import { sparklinePath } from "@/charts/sparklinePath.ts";

test("a line goes from the least to the largest", () => {
  expect(sparklinePath([1, 3], 88, 24)).toEqual({ path: "M3 21 L85 3", last: { x: 85, y: 3 } });
  expect(sparklinePath([2, 2], 88, 24)?.path).toBe("M3 12 L85 12");
  expect(sparklinePath([1], 88, 24)).toBeNull();
});

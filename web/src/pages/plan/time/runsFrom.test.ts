import { expect, test } from "vitest";
import { runsFrom } from "./runsFrom.ts";

test("the run that ended a stop", () => {
  const query = "stand=3&from=2026-11-22T10%3A00%3A00Z&to=2026-11-22T10%3A00%3A01.000Z";
  expect(runsFrom("3", "2026-11-22T10:00:00Z")).toBe(query);
});

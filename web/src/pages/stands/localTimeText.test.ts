import { expect, it } from "vitest";
import { localTimeText } from "./localTimeText.ts";

it("reads the clock where the stand is", () => {
  const now = new Date("2026-11-22T23:30:00Z");
  expect(localTimeText(now, "Etc/UTC")).toBe("Sun 23:30");
  expect(localTimeText(now, "Asia/Tokyo")).toBe("Mon 08:30");
  expect(localTimeText(now, "Mitteleuropäische Zeit")).toBeUndefined();
});

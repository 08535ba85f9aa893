import { expect, it } from "vitest";
import { fieldText, limitOf } from "@/pages/measurement/whatIf/typedLimit.ts";

it("reads a number while it is typed", () => {
  expect(limitOf("3.")).toBe(3);
  expect(limitOf("0.0")).toBe(0);
  expect(limitOf("1.20")).toBe(1.2);
  expect(limitOf(1.25)).toBe(1.25);
  expect(limitOf("")).toBeUndefined();
  expect(limitOf("-")).toBeUndefined();
});

it("lets stand what is typed", () => {
  expect(fieldText("3.", 3)).toBe("3.");
  expect(fieldText("1.20", 1.2)).toBe("1.20");
  expect(fieldText("-", undefined)).toBe("-");
});

it("shows a limit that was moved elsewhere", () => {
  expect(fieldText("3.", 4.5)).toBe(4.5);
  expect(fieldText("1.20", undefined)).toBe("");
});

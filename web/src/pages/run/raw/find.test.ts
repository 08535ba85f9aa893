import { describe, expect, it } from "vitest";
import { findLines, formatted, linesOf } from "@/pages/run/raw/find.ts";

describe("raw report", () => {
  it("is put on lines and found in", () => {
    const lines = linesOf(formatted('{"name":"Board","dut":{"serial_number":"S1"}}'));
    expect(lines).toHaveLength(6);
    expect(findLines(lines, "SERIAL")).toEqual([3]);
    expect(findLines(lines, "nothing")).toEqual([]);
    expect(findLines(lines, "")).toEqual([]);
  });

  it("stays as it is when it is no JSON, and long lines are cut", () => {
    expect(formatted("{no")).toBe("{no");
    expect(linesOf("x".repeat(4500)).map((line) => line.length)).toEqual([2000, 2000, 500]);
  });
});

import { describe, expect, it } from "vitest";
import { moveOf, rowAfter } from "@/runs/table/keys.ts";

describe("keys of the table", () => {
  it("move and stop at the ends", () => {
    expect(moveOf("j")).toBe("down");
    expect(moveOf("x")).toBeUndefined();
    expect(rowAfter(0, "up", 5)).toBe(0);
    expect(rowAfter(3, "down", 5)).toBe(4);
    expect(rowAfter(4, "down", 5)).toBe(4);
    expect([rowAfter(2, "first", 5), rowAfter(2, "last", 5), rowAfter(0, "last", 0)]).toEqual([0, 4, 0]);
  });
});

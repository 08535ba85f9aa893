import { describe, expect, it } from "vitest";
import { spreadGeometry } from "./spread.ts";

const values = { mean: 5, sigma: 0.1, minimum: 4.7, maximum: 5.3 };

describe("spreadGeometry", () => {
  it("puts two limits at fixed places", () => {
    const found = spreadGeometry({ ...values, lower: 4.5, upper: 5.5 });
    expect(found?.marks.map((mark) => mark.toFixed(3))).toEqual(["0.200", "0.800"]);
    expect(found?.mean).toBeCloseTo(0.5);
    expect(found?.box[0]).toBeCloseTo(0.5 - 0.3 * 0.6);
    expect(found?.isCutLeft || found?.isCutRight).toBe(false);
  });
  it("says what lies beyond the bar", () => {
    const found = spreadGeometry({ ...values, maximum: 9, lower: 4.5, upper: 5.5 });
    expect(found?.isCutRight).toBe(true);
    expect(found?.line[1]).toBe(1);
  });
  it("shows all values of one limit", () => {
    const found = spreadGeometry({ ...values, lower: null, upper: 20 });
    expect(found?.isCutRight).toBe(false);
    expect(found?.allowed[0]).toBe(0);
  });
  it("needs limits that leave room", () => {
    expect(spreadGeometry({ ...values, lower: null, upper: null })).toBeNull();
    expect(spreadGeometry({ ...values, lower: 5, upper: 5 })).toBeNull();
    expect(spreadGeometry({ ...values, lower: 6, upper: 5 })).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { barGeometry, limitsText, positionText, zoneOf } from "@/pages/run/measurements/limits.ts";
import type { RunMeasurement } from "@/pages/run/types.ts";

function measured(value: number | string, rest: Partial<RunMeasurement> = {}): RunMeasurement {
  return {
    name: "U1",
    position: 0,
    value,
    unit: "V",
    operation: null,
    comparison_value: null,
    lower_limit: null,
    upper_limit: null,
    case_sensitive: true,
    result: null,
    ...rest,
  };
}

function range(operation: RunMeasurement["operation"]) {
  return measured(5, { operation, lower_limit: 4.9, upper_limit: 5.1 });
}

describe("limitsText", () => {
  it("says each way to compare in words", () => {
    expect(limitsText(range("gele"))).toBe("4.9 … 5.1");
    expect(limitsText(range("gtlt"))).toBe("> 4.9 … < 5.1");
    expect(limitsText(range("ltgt"))).toBe("< 4.9 or > 5.1");
    expect(limitsText(range("lege"))).toBe("≤ 4.9 or ≥ 5.1");
    expect(limitsText(measured(5, { operation: "ge", comparison_value: 3 }))).toBe("≥ 3");
    expect(limitsText(measured("OK", { operation: "eq", comparison_value: "OK" }))).toBe("= OK");
    expect(limitsText(measured(5, { upper_limit: 7 }))).toBe("≤ 7");
    expect(limitsText(measured(5, { operation: "gt", lower_limit: 7 }))).toBe(null);
    expect(limitsText(measured(5))).toBe(null);
  });
});

describe("zoneOf", () => {
  it("knows texts and noted values to have none", () => {
    expect(zoneOf(measured("OK", { operation: "eq", comparison_value: "OK" }))).toBe(null);
    expect(zoneOf(measured(5))).toBe(null);
    expect(zoneOf(measured(5, { operation: "eq" }))).toBe(null);
    expect(zoneOf(measured(5, { lower_limit: 5, upper_limit: 5 }))).toEqual({ kind: "equal", wanted: 5 });
    expect(zoneOf(range("lege"))?.kind).toBe("outside");
  });
});

describe("positionText", () => {
  it("says where the value lies", () => {
    const inside = { kind: "inside", lower: 4.9, upper: 5.1 } as const;
    expect(positionText(5, inside)).toBe("inside the limits, at 50 % of the range");
    expect(positionText(5.3, inside)).toBe("0.2 above the upper limit");
    expect(positionText(4.8, inside)).toBe("0.1 below the lower limit");
    expect(positionText(2, { kind: "above", lower: 3 })).toBe("1 below the lower limit");
    expect(positionText(5, { kind: "equal", wanted: 5 })).toBe("equal to the wanted value");
    expect(positionText(5, { ...inside, kind: "outside" })).toBe("inside the forbidden range");
  });
});

describe("barGeometry", () => {
  it("keeps every value on the bar", () => {
    const inside = { kind: "inside", lower: 0, upper: 10 } as const;
    expect(barGeometry(5, inside)).toMatchObject({ value: 0.5, isCut: null });
    expect(barGeometry(1e6, inside)).toMatchObject({ value: 0.97, isCut: "right" });
    expect(barGeometry(-1e6, inside)).toMatchObject({ value: 0.03, isCut: "left" });
  });

  it("shows on which side of a single limit a value lies", () => {
    for (const limit of [-5, 0, 1e-9, 3e8]) {
      const zone = { kind: "below", upper: limit } as const;
      const passing = barGeometry(limit - 1, zone);
      const failing = barGeometry(limit + 1, zone);
      expect(passing.value).toBeLessThanOrEqual(0.7);
      expect(failing.value).toBeGreaterThanOrEqual(0.7);
      expect(failing.isCut).toBe(null);
    }
    const equal = barGeometry(0, { kind: "equal", wanted: 0 });
    expect(equal).toMatchObject({ value: 0.5, stretches: [] });
  });
});

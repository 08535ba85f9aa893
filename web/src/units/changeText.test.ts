import { describe, expect, it } from "vitest";
import {
  differenceText,
  factLabel,
  failureText,
  limitsText,
  measuredText,
  measurementLabel,
  shareText,
} from "@/units/changeText.ts";

const NO_LIMITS = { operation: null, comparison_value: null, lower_limit: null, upper_limit: null };

describe("limitsText", () => {
  it.each([
    [{}, ""],
    [{ operation: "le", comparison_value: 3.3 }, "≤ 3.3"],
    [{ operation: "eq", comparison_value: "1.2" }, "= 1.2"],
    [{ operation: "gele", lower_limit: 4.5, upper_limit: 5.5 }, "4.5 … 5.5"],
    [{ operation: "gtlt", lower_limit: 0, upper_limit: 1 }, "(0 … 1)"],
    [{ operation: "gtle", lower_limit: 0, upper_limit: 1 }, "(0 … 1]"],
    [{ operation: "ltgt", lower_limit: 0, upper_limit: 1 }, "outside 0 … 1"],
    [{ lower_limit: 2 }, "≥ 2"],
    [{ upper_limit: 2 }, "≤ 2"],
    [{ comparison_value: "x" }, "= x"],
  ])("%j is %s", (limits, expected) => {
    expect(limitsText({ ...NO_LIMITS, ...limits })).toBe(expected);
  });
});

describe("texts of changes", () => {
  it("names facts", () => {
    expect(factLabel({ scope: "run", name: "operator" })).toBe("Operator");
    expect(factLabel({ scope: "stand_info", name: "rack" })).toBe("Stand: rack");
    expect(factLabel({ scope: "stand_info", name: "name" })).toBe("Stand: name");
  });

  it("names measurements", () => {
    expect(measurementLabel({ name: "U1", position: 3, occurrence: 0 })).toBe("U1");
    expect(measurementLabel({ name: "U1", position: 3, occurrence: 1 })).toBe("U1 #2");
    expect(measurementLabel({ name: null, position: 3, occurrence: 0 })).toBe("Measurement 4");
  });

  it("writes values and how they moved", () => {
    expect(measuredText({ value: 5.6 }, "V")).toBe("5.6 V");
    expect(measuredText({ value: "ok" }, "V")).toBe("ok");
    expect(differenceText({ difference: 0.1 + 0.2, unit: "V" })).toBe("+0.3 V");
    expect(differenceText({ difference: -2, unit: null })).toBe("−2");
    expect(differenceText({ difference: null, unit: "V" })).toBeUndefined();
    expect(shareText(-0.123)).toBe("12 %");
    expect(shareText(0.0521)).toBe("5.2 %");
    expect(shareText(0.00001)).toBe("< 0.1 %");
  });

  it("says where and why a run failed", () => {
    const failure = { module_id: "m", module_name: "Power", case_id: "c", case_name: null, message: null };
    expect(failureText(failure)).toBe("Power › c");
    expect(failureText({ ...failure, message: "too much" })).toBe("Power › c: too much");
  });
});

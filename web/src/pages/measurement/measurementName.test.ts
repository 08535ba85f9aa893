import { expect, it } from "vitest";
import { foundMeasurements, measurementName } from "@/pages/measurement/measurementName.ts";
import type { Measurement } from "@/pages/measurement/queries.ts";

const voltage: Measurement = {
  series: 1,
  kind: "number",
  plan: "Board",
  module: "test_power",
  case: "test_output",
  name: "Voltage",
  position: null,
  occurrence: 0,
  unit: "V",
};

it("names every kind", () => {
  expect(measurementName(voltage)).toBe("Voltage");
  expect(measurementName({ ...voltage, occurrence: 1 })).toBe("Voltage (2)");
  expect(measurementName({ ...voltage, name: "", position: 2 })).toBe("Measurement 3");
  expect(measurementName({ ...voltage, name: "", kind: "step_duration" })).toBe("Test time: test_output");
});

it("finds words in any order", () => {
  const other = { ...voltage, series: 2, name: "Current" };
  expect(foundMeasurements([voltage, other], "OUTPUT volt")).toEqual([voltage]);
  expect(foundMeasurements([voltage, other], "")).toEqual([voltage, other]);
});

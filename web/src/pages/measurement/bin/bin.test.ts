import { expect, it } from "vitest";
import { binAddress, binText, countedBins, readBin } from "@/pages/measurement/bin/bin.ts";

it("stands in the address and is read back to the last bit", () => {
  for (const bin of [
    { min: 3.2, max: 3.25 },
    { min: -0.1, max: 1e-7 },
    { min: -1e21, max: -2.5e-9 },
    { min: undefined, max: 0.1 + 0.2 },
    { min: 5.5, max: undefined },
    { result: "failed" as const },
  ]) {
    expect(readBin(binAddress(bin))).toEqual(bin);
  }
});

it("is nothing when it cannot be", () => {
  for (const address of ["..", "3", "3..2", "3..3", "a..b", "1..2..3", "1e999..", "", 3, null, undefined]) {
    expect(readBin(address)).toBeUndefined();
  }
});

it("is told with the same digits on both sides", () => {
  expect(binText({ min: 3.2, max: 3.25 }, "V")).toBe("from 3.20 to 3.25 V");
  expect(binText({ min: 32768.123_456, max: 32768.123_457 }, "Hz")).toBe(
    "from 32768.123456 to 32768.123457 Hz",
  );
  expect(binText({ min: 10, max: 20 }, "")).toBe("from 10 to 20");
  expect(binText({ min: 1e-7, max: 2e-7 }, "A")).toBe("from 1e-7 to 2e-7 A");
  expect(binText({ max: 3.2 }, "V")).toBe("below 3.2 V");
  expect(binText({ min: 5.5 }, "V")).toBe("of 5.5 V and more");
});

it("counts what lies beyond the ends and leaves out what is empty", () => {
  const histogram = { edges: [1, 2, 3, 4], counts: [5, 0, 6], below: 0, above: 2, normal: null };
  expect(countedBins(histogram)).toEqual([
    { min: 1, max: 2, count: 5 },
    { min: 3, max: 4, count: 6 },
    { min: 4, count: 2 },
  ]);
});

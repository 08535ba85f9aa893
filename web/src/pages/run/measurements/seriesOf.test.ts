import { expect, it } from "vitest";
import type { Measurement } from "@/pages/measurement/queries.ts";
import { seriesOf } from "@/pages/run/measurements/seriesOf.ts";
import type { RunMeasurement } from "@/pages/run/types.ts";

const place = { module: "m", case: "c" };
const series = (id: number, changed: Partial<Measurement>): Measurement => ({
  series: id,
  kind: "number",
  plan: "P",
  module: "m",
  case: "c",
  name: "U",
  position: null,
  occurrence: 0,
  unit: "V",
  ...changed,
});
const ofPlan = [
  series(1, {}),
  series(2, { occurrence: 1 }),
  series(3, { name: "", position: 2 }),
  series(4, { kind: "text", unit: "" }),
  series(5, { case: "d" }),
];
const measured = (position: number, changed: Partial<RunMeasurement> = {}) =>
  ({ name: "U", position, value: 1, unit: "V", ...changed }) as RunMeasurement;

it("finds the same name, unit, kind and place", () => {
  const unnamed = measured(2, { name: null });
  const text = measured(3, { value: "x", unit: null });
  const inCase = [measured(0), measured(1), unnamed, text];
  const found = inCase.map((one) => seriesOf(ofPlan, place, inCase, one));
  expect(found).toEqual([1, 2, 3, 4]);
  expect(seriesOf(ofPlan, place, inCase, measured(0, { unit: "A" }))).toBeUndefined();
});

import { expect, it } from "vitest";
import { limitSteps, timeNear } from "@/pages/measurement/control/chartPoints.ts";
import type { Series } from "@/pages/measurement/queries.ts";

it("finds the time near a position", () => {
  const point = (position: number) => ({
    value: [position, 0] as [number, number],
    run: 1,
    time: `t${position}`,
  });
  const points = [1, 5, 9].map(point);
  expect(timeNear(points, 4)).toBe("t5");
  expect(timeNear(points, 100)).toBe("t9");
  expect(timeNear([], 1)).toBeNull();
});

it("draws limits as steps with gaps", () => {
  const limits = { kind: "inside", lower: 1, upper: null };
  const periods = [
    { limits, first_position: 1, last_position: 5 },
    { limits: null, first_position: 6, last_position: 9 },
  ];
  const series = { limits: { periods } } as unknown as Series;
  expect(limitSteps(series, "lower")).toEqual([
    [1, 1],
    [5, 1],
    [6, null],
  ]);
  expect(limitSteps(series, "upper")).toEqual([
    [1, null],
    [6, null],
  ]);
});

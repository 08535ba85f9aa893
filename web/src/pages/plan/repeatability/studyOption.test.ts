import { expect, test } from "vitest";
import type { RepeatStudy } from "./queries.ts";
import { pointsByStand, runOf } from "./studyOption.ts";

const stand = (label: string) => ({ value: label, label });

test("points are told apart by stand", () => {
  const units: RepeatStudy["units"] = [
    {
      serial: "A",
      part: "P",
      range: 1,
      runs: "",
      values: [
        { run_number: 7, value: 1, stand: stand("FCT 10") },
        { run_number: 8, value: 2, stand: stand("FCT 2") },
      ],
    },
    {
      serial: "B",
      part: "P",
      range: 0,
      runs: "",
      values: [{ run_number: 9, value: 3, stand: stand("FCT 2") }],
    },
  ];
  expect(pointsByStand({ units })).toEqual([
    [
      "FCT 2",
      [
        [0, 2, 8],
        [1, 3, 9],
      ],
    ],
    ["FCT 10", [[0, 1, 7]]],
  ]);
});

test("a point knows its run, a line of a limit has none", () => {
  expect(runOf([0, 1.5, 42])).toBe(42);
  expect(runOf({ yAxis: 3 })).toBeUndefined();
  expect(runOf([0, 1.5])).toBeUndefined();
});

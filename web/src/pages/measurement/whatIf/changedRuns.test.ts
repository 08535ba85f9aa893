import { expect, it } from "vitest";
import { changedRuns } from "@/pages/measurement/whatIf/changedRuns.ts";

const numbers = Array.from({ length: 100 }, (_, at) => 2000 - at);

it("shows the first runs of many, and all that the answer holds", () => {
  const answer = { changed_runs: numbers, would_fail: 1400, would_pass: 100 };
  expect(changedRuns(answer, false)).toMatchObject({ shown: numbers.slice(0, 8), more: 92, all: 1500 });
  expect(changedRuns(answer, true)).toMatchObject({ shown: numbers, more: 92, all: 1500 });
});

it("has no more of few", () => {
  const answer = { changed_runs: [3, 1], would_fail: 1, would_pass: 1 };
  expect(changedRuns(answer, false)).toEqual({ shown: [3, 1], more: 0, all: 2 });
});

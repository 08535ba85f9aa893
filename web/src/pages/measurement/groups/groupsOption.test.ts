import { expect, it } from "vitest";
import type { ChartColours } from "@/charts/colours.ts";
import { boxesScale, curvesOption, curvesScale } from "@/pages/measurement/groups/groupsOption.ts";
import type { SeriesGroups } from "@/pages/measurement/queries.ts";

it("draws the share of each bin between its edges", () => {
  const figures = { count: 10, counts: [1, 2, 6, 0, 1] };
  const group = { name: { label: "A" }, figures };
  const shown = {
    by: "stand",
    edges: [1, 2, 3, 4],
    groups: [group],
    limits: null,
  } as unknown as SeriesGroups;
  const { series } = curvesOption(shown, "V", { series: ["#000"] } as unknown as ChartColours);
  // A step at its start: from 1 on the share of the bin that ends at 2.
  expect(series).toMatchObject([
    {
      step: "start",
      data: [
        [1, 0],
        [2, 0.2],
        [3, 0.6],
        [4, 0],
        [4, 0],
      ],
    },
  ]);
});

it("knows that a limit is too far away for the picture", () => {
  const figures = { quartiles: { lower_whisker: 1, upper_whisker: 2 } };
  const shown = (kind: string) =>
    ({
      edges: [1, 2],
      groups: [{ figures }],
      limits: { kind, lower: 0, upper: 100 },
    }) as unknown as SeriesGroups;
  expect(boxesScale(shown("inside"))?.hasHidden).toBe(true);
  expect(curvesScale(shown("inside"))?.hasHidden).toBe(true);
  // Only a range is drawn at all.
  expect(boxesScale(shown("outside"))?.hasHidden).toBe(false);
});

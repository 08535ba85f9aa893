import { describe, expect, it } from "vitest";
import { tooltipText } from "@/pages/measurement/control/controlTooltip.ts";
import type { Series } from "@/pages/measurement/queries.ts";

const shown = { data: { value: [3, 4.5], run: 12, time: null } };
const series = (subgroup_size: number) =>
  ({
    measurement: { unit: "V" },
    chart: { subgroup_size, lines: null, violations: [] },
  }) as unknown as Series;

describe("tooltipText", () => {
  it("says what a click opens", () => {
    expect(tooltipText(shown, series(1))).toContain("Click: open the test run");
  });
  it("says that a point of several values opens the last run only", () => {
    expect(tooltipText(shown, series(5))).toContain(
      "Made of 5 values. Click: open the last of their test runs",
    );
  });
});

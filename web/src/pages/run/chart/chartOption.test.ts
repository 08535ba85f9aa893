import { describe, expect, it } from "vitest";
import { drawable } from "@/pages/run/chart/chartOption.ts";
import type { RunChart } from "@/pages/run/types.ts";

function chart(kind: RunChart["kind"]): RunChart {
  const series = [
    { name: "a", x: [-1, 0, 1, 10], y: [1, 2, 0, 4], point_count: 4, left_out: 0 },
    { name: null, x: [1], y: [-5], point_count: 1, left_out: 0 },
  ];
  return { kind, title: null, x_label: null, y_label: null, series, series_count: 2 };
}

describe("drawable", () => {
  it("draws everything on linear axes", () => {
    const drawn = drawable(chart("line"));
    expect([drawn.x, drawn.y, drawn.notPositive, drawn.pointCount]).toEqual(["value", "value", 0, 5]);
    expect(drawn.series.map((one) => one.name)).toEqual(["a", "Curve 2"]);
  });

  it("leaves out what a logarithmic axis cannot show", () => {
    expect(drawable(chart("line_log_x"))).toMatchObject({ x: "log", y: "value", notPositive: 2 });
    expect(drawable(chart("line_log_y"))).toMatchObject({ x: "value", y: "log", notPositive: 2 });
    const both = drawable(chart("log_x_y"));
    expect([both.notPositive, both.pointCount]).toEqual([4, 1]);
    expect(both.series[0]?.points).toEqual([[10, 4]]);
  });
});

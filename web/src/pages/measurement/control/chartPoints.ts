import type { ControlChart, Points, Series, Violation } from "@/pages/measurement/queries.ts";

/** One point as the chart has it: where, how much, and whose. */
export interface ChartPoint {
  value: [number, number];
  run: number;
  time: string | null;
}

export function chartPoints(points: Points): ChartPoint[] {
  return points.positions.map((position, at) => ({
    value: [position, points.values[at] ?? 0],
    run: points.run_numbers[at] ?? 0,
    time: points.times[at] ?? null,
  }));
}

/** What the control limits are about: the values themselves, or means and sums of them. */
export function chartedPoints(series: Series): Points {
  return series.chart.points ?? series.points;
}

export function failedPoints(points: Points): ChartPoint[] {
  return chartPoints(points).filter((_, at) => points.results[at] === false);
}

export function markedPoints(chart: ControlChart): ChartPoint[] {
  return chart.violations.map((violation) => ({
    value: [violation.position, violation.value],
    run: violation.run_number,
    time: violation.time ?? null,
  }));
}

export function violationAt(chart: ControlChart, position: number): Violation | undefined {
  return chart.violations.find((violation) => violation.position === position);
}

/** The limits of the measurement as steps; a gap where there were none. */
export function limitSteps(series: Series, side: "lower" | "upper"): LimitStep[] {
  return series.limits.periods.flatMap((period): LimitStep[] => {
    const limit = period.limits?.kind === "inside" ? (period.limits[side] ?? null) : null;
    if (limit === null) return [[period.first_position, null]];
    return [
      [period.first_position, limit],
      [period.last_position, limit],
    ];
  });
}

type LimitStep = [position: number, limit: number | null];

/** The time of the point that is nearest to a position. */
export function timeNear(points: ChartPoint[], position: number): string | null {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.value[0] ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return points[low]?.time ?? null;
}

import { describe, expect, it } from "vitest";
import { barOf, hasWholeSeconds, spanOf } from "@/pages/run/steps/timeline.ts";
import type { RunCase, RunModule } from "@/pages/run/types.ts";

const at = (second: number) => new Date(1_795_341_600_000 + second * 1000).toISOString();

function module(start: number | null, stop: number | null, durations: number[] = []): RunModule {
  const times = { start: start === null ? null : at(start), stop: stop === null ? null : at(stop) };
  const cases = durations.map((duration_ms) => ({ duration_ms }) as RunCase);
  return { ...times, cases } as RunModule;
}

describe("timeline", () => {
  it("places a step in the span of the run", () => {
    const span = spanOf({ start: at(0), stop: at(40) }, [module(10, 20), module(null, null)]);
    expect(barOf(module(10, 20), span)).toEqual({ left: 0.25, width: 0.25 });
    expect(barOf(module(10, null), span)).toBe(null);
    expect(barOf(module(20, 10), span)).toMatchObject({ width: 0 });
  });

  it("has no span without times that differ", () => {
    expect(spanOf({ start: null, stop: null }, [])).toBe(null);
    expect(spanOf({ start: at(3), stop: at(3) }, [])).toBe(null);
    expect(barOf(module(1, 2), null)).toBe(null);
  });

  it("knows clocks of whole seconds", () => {
    expect(hasWholeSeconds([module(0, 3, [1000, 0, 2000])])).toBe(true);
    expect(hasWholeSeconds([module(0, 3, [1000, 250])])).toBe(false);
    expect(hasWholeSeconds([])).toBe(false);
  });
});

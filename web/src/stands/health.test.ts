import { describe, expect, it } from "vitest";
import { countByHealth, healthText, pickStands, spanText } from "@/stands/health.ts";
import type { Stand, StandHealthState } from "@/stands/queries.ts";

function stand(id: number, name: string, state: StandHealthState, more: Partial<Stand> = {}): Stand {
  const none = { runs: 0, passed: 0, not_passed: 0 };
  return {
    id,
    name,
    hw_id: `pc-${id}`,
    runs: 0,
    health: { state, failed_tests: [] },
    today: none,
    last_24_hours: none,
    last_7_days: none,
    ...more,
  };
}

const stands = [
  stand(1, "ICT", "active", { number: 10, location: "Hall 1" }),
  stand(2, "ICT", "active", { number: 9, location: "Hall 2" }),
  stand(3, "EOL", "silent"),
  stand(4, "FCT", "failing", { location: "Hall 1" }),
];

describe("pickStands", () => {
  it("puts trouble first, then names and numbers", () => {
    expect(pickStands(stands, {}).map((found) => found.id)).toEqual([4, 3, 2, 1]);
  });
  it("searches every word in name, place and hardware id", () => {
    expect(pickStands(stands, { text: "hall ict" }).map((found) => found.id)).toEqual([2, 1]);
    expect(pickStands(stands, { text: "ICT 10" }).map((found) => found.id)).toEqual([1]);
    expect(pickStands(stands, { text: "PC-3" }).map((found) => found.id)).toEqual([3]);
    expect(pickStands(stands, { health: "active", text: "eol" })).toEqual([]);
  });
  it("counts what it picks from", () => {
    expect(countByHealth(stands)).toEqual({ failing: 1, silent: 1, active: 2, never: 0 });
  });
});

describe("healthText", () => {
  const now = new Date("2026-11-22T12:00:00Z");
  it("says since when and how many", () => {
    const silent = { state: "silent", since: "2026-11-22T02:59:00Z", failed_tests: [] } as const;
    expect(healthText({ ...silent, failed_tests: [] }, now)).toBe("Silent for 9 h");
    const failing = { state: "failing" as const, failed_in_a_row: 4, failed_tests: [] };
    expect(healthText(failing, now)).toBe("The last 4 tests did not pass");
    expect(healthText({ ...failing, failed_in_a_row: 50 }, now)).toBe(
      "The last 50 or more tests did not pass",
    );
  });
});

describe("spanText", () => {
  it("uses one unit", () => {
    expect(spanText(30_000)).toBe("1 min");
    expect(spanText(59 * 60_000)).toBe("59 min");
    expect(spanText(47 * 3_600_000)).toBe("47 h");
    expect(spanText(49 * 3_600_000)).toBe("2 days");
    expect(spanText(-5)).toBe("1 min");
  });
});

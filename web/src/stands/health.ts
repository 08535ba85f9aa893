import { countText } from "@/format/number.ts";
import type { Stand, StandHealth, StandHealthState } from "@/stands/queries.ts";
import { standName } from "@/stands/standName.ts";
import { texts } from "@/texts/index.ts";

/** Trouble first: what can be mended now, then what nobody uses. */
export const HEALTH_STATES: StandHealthState[] = ["failing", "silent", "active", "never"];

/** From where on a unit is used, and how long it is: "35 h" says more than "1 day". */
const STEPS: [unit: string, from: number, length: number][] = [
  ["days", 172_800, 86_400],
  ["h", 3_600, 3_600],
  ["min", 60, 60],
];
/** The server follows a row of failed tests no further. */
const ROW_MAX = 50;

/** "3 h", "2 days": how long something has been so. */
export function spanText(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds / 1000);
  const step = STEPS.find(([, from]) => seconds >= from);
  if (!step) return "1 min";
  return `${Math.floor(seconds / step[2])} ${step[0]}`;
}

/** How a stand is, in words. */
export function healthText(health: StandHealth, now: Date): string {
  const text = texts.stands;
  switch (health.state) {
    case "failing": {
      const count = health.failed_in_a_row ?? 0;
      return text.failingFor(count >= ROW_MAX ? `${ROW_MAX} or more` : countText(count));
    }
    case "silent":
      return health.since
        ? text.silentFor(spanText(now.getTime() - Date.parse(health.since)))
        : text.health.silent;
    case "active":
      return text.activeNow;
    case "never":
      return text.neverRun;
  }
}

export interface StandsFilter {
  text?: string;
  health?: StandHealthState;
}

/** The stands that are asked for, those in trouble first. */
export function pickStands(stands: Stand[], filter: StandsFilter): Stand[] {
  const words = (filter.text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (stand: Stand) => {
    const text = [standName(stand), stand.location, stand.hw_id, stand.revision].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const asked = stands.filter((stand) => !filter.health || stand.health.state === filter.health);
  return asked.filter(fits).sort(byTrouble);
}

export function countByHealth(stands: Stand[]): Record<StandHealthState, number> {
  const counts = { failing: 0, silent: 0, active: 0, never: 0 };
  for (const stand of stands) counts[stand.health.state] += 1;
  return counts;
}

function byTrouble(one: Stand, other: Stand): number {
  const place = (stand: Stand) => HEALTH_STATES.indexOf(stand.health.state);
  return (
    place(one) - place(other) ||
    one.name.localeCompare(other.name, "en", { numeric: true }) ||
    (one.number ?? 0) - (other.number ?? 0) ||
    one.id - other.id
  );
}

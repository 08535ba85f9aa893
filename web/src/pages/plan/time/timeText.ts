import { percentText } from "@/format/number.ts";
import { texts } from "@/texts/index.ts";

/** The lengths of a break that can be chosen, in minutes. */
export const BREAKS = [5, 15, 30, 60, 120] as const;
export const USUAL_BREAK = 15;

/** A share from 0 to 1. */
export function shareText(share: number | null | undefined): string {
  return share == null ? texts.time.none : percentText(share, 1);
}

/** "06:30": when an hour of the day begins that is counted from the start of the day. */
export function hourText(hour: number, dayStartMinutes: number): string {
  const minutes = (dayStartMinutes + 60 * hour) % 1440;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** "19 Nov": the day that begins then, in the organisation's zone. */
export function dayLabel(at: string, zone: string): string {
  const shown: Intl.DateTimeFormatOptions = { day: "2-digit", month: "short", timeZone: zone };
  return new Intl.DateTimeFormat("en-GB", shown).format(new Date(at));
}

/** The parts of planned time in percent, which together are never more than 100. */
export function splitOf(figures: { planned_s: number; testing_s: number; waiting_s: number }) {
  const { planned_s: planned, testing_s, waiting_s } = figures;
  if (planned <= 0) return { testing: 0, waiting: 0, stopped: 0 };
  const testing = Math.min(100, (100 * testing_s) / planned);
  const waiting = Math.min(100 - testing, (100 * waiting_s) / planned);
  return { testing, waiting, stopped: 100 - testing - waiting };
}

import type { RunFilter } from "@/runs/runFilter.ts";

const DAY: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" };
const TIME: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** A range that was chosen by hand: "2 – 5 Nov 2026", "22 Nov 2026, 14:00 – 15:00". Null for a named one. */
export function rangeText(filter: RunFilter): string | null {
  const { from, to } = filter;
  if (!from && !to) return null;
  if (!from) return `– ${endText(to ?? "")}`;
  if (!to) return `${endText(from)} –`;
  if (from === to) return endText(from);
  const options = from.includes("T") || to.includes("T") ? { ...DAY, ...TIME } : DAY;
  const format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zoneOf(from) });
  return format.formatRange(new Date(from), new Date(to));
}

function endText(time: string): string {
  const options = time.includes("T") ? { ...DAY, ...TIME } : DAY;
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zoneOf(time) }).format(new Date(time));
}

/** A date is a day wherever one is; an instant is shown on the viewer's clock. */
function zoneOf(time: string): string | undefined {
  return time.includes("T") ? undefined : "UTC";
}

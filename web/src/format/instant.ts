const SHOWN: Intl.DateTimeFormatOptions = {
  year: "numeric",
  month: "short",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
};

/** In the viewer's zone: "22 Nov 2026, 14:03:05". */
export function instantText(at: string): string {
  return new Intl.DateTimeFormat("en-GB", SHOWN).format(new Date(at));
}

/** In a zone of its own, with its name; in UTC when the zone is not known here. */
export function instantTextIn(at: string, zone: string): string {
  try {
    const text = new Intl.DateTimeFormat("en-GB", { ...SHOWN, timeZone: zone }).format(new Date(at));
    return `${text} (${zone})`;
  } catch {
    return `${at.replace("T", " ").replace("Z", "")} UTC`;
  }
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "3 hours ago". */
export function agoText(at: string, now: Date): string {
  const seconds = (new Date(at).getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  return step ? format.format(Math.round(seconds / step[1]), step[0]) : "just now";
}

/** In the viewer's zone: "22 Nov 2026". */
export function dayText(at: string): string {
  const shown: Intl.DateTimeFormatOptions = { year: "numeric", month: "short", day: "2-digit" };
  return new Intl.DateTimeFormat("en-GB", shown).format(new Date(at));
}

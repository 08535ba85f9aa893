/** "14:03" */
export function wallTime(at: Date, zone: string): string {
  return textIn(at, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** "Sunday 22 November" */
export function wallDate(at: Date, zone: string): string {
  return textIn(at, zone, { weekday: "long", day: "numeric", month: "long" }).replace(",", "");
}

/** "14:03", or "21 Nov" on another day. */
export function wallInstant(at: Date, now: Date, zone: string): string {
  const day = (of: Date) => textIn(of, zone, { day: "numeric", month: "short" });
  return day(at) === day(now) ? wallTime(at, zone) : day(at);
}

/** The server may know zones that this browser does not. */
function textIn(at: Date, zone: string, options: Intl.DateTimeFormatOptions): string {
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone }).format(at);
  } catch {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" }).format(at);
  }
}

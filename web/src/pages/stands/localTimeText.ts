/** "14:03" in a zone; nothing when the zone is not known here, as a stand may name it as it likes. */
export function localTimeText(now: Date, zone: string): string | undefined {
  try {
    const options = { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit" } as const;
    return new Intl.DateTimeFormat("en-GB", { ...options, hourCycle: "h23" }).format(now);
  } catch {
    return undefined;
  }
}

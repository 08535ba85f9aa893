import type { HistoryBucket } from "@/runs/queries.ts";
import { texts } from "@/texts/index.ts";

/** Of a bar: from its first instant until before the second. */
interface Span {
  from: string;
  to: string;
}

const DAY_MS = 86_400_000;

const SHORT: Record<HistoryBucket, Intl.DateTimeFormatOptions> = {
  hour: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { weekday: "short", day: "numeric", month: "short" },
  week: { day: "numeric", month: "short" },
  month: { month: "short", year: "numeric" },
};

/** Below a bar: "14:00", "Mon 16 Nov", "16 Nov", "Nov 2026". */
export function barLabel(bar: Span, bucket: HistoryBucket, zone: string): string {
  return textIn(zone, SHORT[bucket], bar.from).replace(",", "");
}

/** What a bar stands for, in full. */
export function barTitle(bar: Span, bucket: HistoryBucket, zone: string): string {
  const day: Intl.DateTimeFormatOptions = {
    weekday: "short",
    day: "numeric",
    month: "long",
    year: "numeric",
  };
  switch (bucket) {
    case "hour": {
      const end = textIn(zone, SHORT.hour, bar.to);
      return `${textIn(zone, day, bar.from)}, ${textIn(zone, SHORT.hour, bar.from)} – ${end}`;
    }
    case "day":
      return textIn(zone, day, bar.from);
    case "week":
      return texts.runs.history.weekFrom(textIn(zone, day, bar.from));
    case "month":
      return textIn(zone, { month: "long", year: "numeric" }, bar.from);
  }
}

/** The range of a bar as an address holds it: dates of the organisation, or instants for an hour. */
export function barRange(bar: Span, bucket: HistoryBucket, zone: string): { from: string; to: string } {
  if (bucket === "hour") return { from: bar.from, to: bar.to };
  const lastDay = new Date(new Date(bar.to).getTime() - DAY_MS).toISOString();
  const from = dateIn(zone, bar.from);
  const to = dateIn(zone, lastDay);
  // A day of 25 hours ends a day before the day before its end.
  return { from, to: bucket === "day" ? from : to };
}

function dateIn(zone: string, at: string): string {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: knownZone(zone),
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return format.format(new Date(at));
}

function textIn(zone: string, options: Intl.DateTimeFormatOptions, at: string): string {
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: knownZone(zone) }).format(new Date(at));
}

/** The server may know zones that this browser does not. */
function knownZone(zone: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone;
  } catch {
    return "UTC";
  }
}

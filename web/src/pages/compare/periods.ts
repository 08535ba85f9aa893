/** Periods that have a name; any other is two days with ".." between them. */
export const PERIODS = [
  "last-week",
  "this-week",
  "last-month",
  "this-month",
  "before-last-7-days",
  "last-7-days",
] as const;
export type PeriodName = (typeof PERIODS)[number];

/** Days as dates, both included. */
export interface Days {
  from: string;
  to: string;
}

/** What day it is in a zone whose day begins so many minutes after midnight. */
export function todayIn(zone: string, dayStartMinutes: number, now: Date): string {
  const shifted = new Date(now.getTime() - dayStartMinutes * 60_000);
  try {
    return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(shifted);
  } catch {
    return shifted.toISOString().slice(0, 10);
  }
}

/** The days of a period of the address; nothing when it is none. */
export function daysOf(period: string, today: string): Days | null {
  const monday = plusDays(today, -((weekday(today) + 6) % 7));
  const first = `${today.slice(0, 8)}01`;
  switch (period as PeriodName) {
    case "this-week":
      return { from: monday, to: plusDays(monday, 6) };
    case "last-week":
      return { from: plusDays(monday, -7), to: plusDays(monday, -1) };
    case "this-month":
      return { from: first, to: plusDays(monthAfter(first), -1) };
    case "last-month": {
      const to = plusDays(first, -1);
      return { from: `${to.slice(0, 8)}01`, to };
    }
    case "last-7-days":
      return { from: plusDays(today, -6), to: today };
    case "before-last-7-days":
      return { from: plusDays(today, -13), to: plusDays(today, -7) };
    default:
      return customDays(period);
  }
}

/** A period of the address of any days. */
export function periodOf(days: Days): string {
  return `${days.from}..${days.to}`;
}

function customDays(period: string): Days | null {
  const [from, to] = period.split("..");
  return isDay(from) && isDay(to) && from <= to ? { from, to } : null;
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

function plusDays(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

function monthAfter(first: string): string {
  return `${plusDays(first, 31).slice(0, 8)}01`;
}

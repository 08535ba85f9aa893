import type { RunStatus } from "@/components/StatusBadge.tsx";

/** The organisation's calendar periods. */
export const RANGES = ["today", "yesterday", "week", "month", "all"] as const;
export type RangeName = (typeof RANGES)[number];

export const STATUSES: RunStatus[] = ["passed", "failed", "error", "stopped", "skipped", "run", "ready"];

/** The conditions whose values are names that the server offers while somebody types. */
export const NAME_FIELDS = [
  "plan",
  "part",
  "revision",
  "stand",
  "batch",
  "process",
  "operator",
  "tag",
] as const;
export type NameField = (typeof NAME_FIELDS)[number];

/** Which runs: in the address as it is, and asked of the server as it is. */
export interface RunFilter {
  range?: RangeName;
  /** A date (in the organisation's zone) or an instant. */
  from?: string;
  to?: string;
  plan?: string[];
  part?: string[];
  revision?: string[];
  serial?: string[];
  /** Dictionary numbers. */
  stand?: number[];
  batch?: string[];
  process?: string[];
  operator?: string[];
  status?: RunStatus[];
  /** "first" for the first test of each unit, or the number of an attempt. */
  attempt?: string;
  error_code?: number[];
  /** Dictionary numbers of the steps that failed first. */
  step?: number[];
  /** `scope:name=value`. */
  tag?: string[];
}

/** Conditions that are only made by a click on a figure. */
const OTHER_FIELDS = ["serial", "status", "attempt", "error_code", "step"] as const;

const VALUES_MAX = 50;

/** Reads the filter of an address, which anybody may have written by hand. */
export function runFilterOf(search: Record<string, unknown>): RunFilter {
  const filter: RunFilter = {
    range: RANGES.find((range) => range === search.range),
    from: timeOf(search.from),
    to: timeOf(search.to),
    plan: textsOf(search.plan),
    part: textsOf(search.part),
    revision: textsOrNoneOf(search.revision),
    serial: textsOf(search.serial),
    stand: numbersOf(search.stand),
    batch: textsOrNoneOf(search.batch),
    process: textsOrNoneOf(search.process),
    operator: textsOrNoneOf(search.operator),
    status: statusesOf(search.status),
    attempt: attemptOf(search.attempt),
    error_code: numbersOf(search.error_code),
    step: numbersOf(search.step),
    tag: textsOf(search.tag)?.filter((tag) => /^(dut|stand|process):.*=/s.test(tag)),
  };
  return withoutEmpty(filter);
}

/** What was left out is not in the address either. */
export function withoutEmpty<T extends object>(search: T): T {
  const entries = Object.entries(search).filter(
    ([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(entries) as T;
}

/** The filter with a range where none was chosen. */
export function withRange(filter: RunFilter, range: RangeName): RunFilter {
  return filter.range || filter.from || filter.to ? filter : { ...filter, range };
}

/** Whether anything but the time is asked for. */
export function hasConditions(filter: RunFilter): boolean {
  return (
    OTHER_FIELDS.some((field) => filter[field] !== undefined) ||
    NAME_FIELDS.some((field) => filter[field] !== undefined)
  );
}

/** The values of one condition as texts. */
export function valuesOf(filter: RunFilter, field: NameField): string[] {
  return (filter[field] ?? []).map(String);
}

export function withValues(filter: RunFilter, field: NameField, values: string[]): RunFilter {
  const changed = field === "stand" ? values.map(Number) : values;
  return withoutEmpty({ ...filter, [field]: changed });
}

/** Only the time stays. */
export function withoutConditions(filter: RunFilter): RunFilter {
  return withoutEmpty({ range: filter.range, from: filter.from, to: filter.to });
}

export function withStatuses(filter: RunFilter, status: RunStatus[]): RunFilter {
  return withoutEmpty({ ...filter, status });
}

/** A named range and a chosen one exclude each other. */
export function withNamedRange(filter: RunFilter, range: RangeName): RunFilter {
  return withoutEmpty({ ...filter, range, from: undefined, to: undefined });
}

export function withDates(filter: RunFilter, from: string | undefined, to: string | undefined): RunFilter {
  return withoutEmpty({ ...filter, range: undefined, from, to });
}

function timeOf(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d(T.*)?$/.test(value)) return undefined;
  return Number.isNaN(Date.parse(value)) ? undefined : value;
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function textsOf(value: unknown): string[] | undefined {
  const found = textsOrNoneOf(value)?.filter((text) => text !== "");
  return found && found.length > 0 ? found : undefined;
}

/** The empty text stands for "none". */
function textsOrNoneOf(value: unknown): string[] | undefined {
  const texts = listOf(value)
    .filter((entry) => typeof entry === "string" || typeof entry === "number")
    .map(String);
  const found = [...new Set(texts)].slice(0, VALUES_MAX);
  return found.length > 0 ? found : undefined;
}

function attemptOf(value: unknown): RunFilter["attempt"] {
  if (value === "first") return "first";
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? String(number) : undefined;
}

function numbersOf(value: unknown): number[] | undefined {
  const numbers = textsOf(value)?.map(Number);
  const found = numbers?.filter((number) => Number.isSafeInteger(number) && number >= 0);
  return found && found.length > 0 ? found : undefined;
}

function statusesOf(value: unknown): RunStatus[] | undefined {
  const asked = listOf(value);
  const found = STATUSES.filter((status) => asked.includes(status));
  return found.length > 0 ? found : undefined;
}

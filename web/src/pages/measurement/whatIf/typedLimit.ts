/** What a field gives: its text while that is not yet how a number is written, as "3." and "1.20". */
export type TypedLimit = string | number;

/** The number that has been typed so far; nothing for "" and "-". */
export function limitOf(typed: TypedLimit): number | undefined {
  if (typed === "") return undefined;
  const limit = Number(typed);
  return Number.isFinite(limit) ? limit : undefined;
}

/** What stands in the field: the text as it was typed, unless the limit has been moved elsewhere since. */
export function fieldText(typed: TypedLimit, limit: number | undefined): TypedLimit {
  return limitOf(typed) === limit ? typed : (limit ?? "");
}

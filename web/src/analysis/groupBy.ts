/** What figures are told apart by, in the words of the server. */
export const GROUP_BY = ["stand", "batch", "plan", "part", "revision", "process", "operator"] as const;
export type GroupBy = (typeof GROUP_BY)[number];

/** Reads some of an address; at most so many, each once. */
export function groupsOf(value: unknown, most: number): GroupBy[] {
  const asked = Array.isArray(value) ? value : [value];
  const known = GROUP_BY.filter((by) => asked.includes(by));
  // In the order of the address, which is that of the columns.
  return known.sort((one, other) => asked.indexOf(one) - asked.indexOf(other)).slice(0, most);
}

export function groupOf(value: unknown): GroupBy | undefined {
  return groupsOf(value, 1)[0];
}

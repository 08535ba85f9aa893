/** Which tables of a page are shown with all their rows: their names, as the address holds them. */
export function moreOf<Name extends string>(value: unknown, names: readonly Name[]): Name[] | undefined {
  const asked: unknown[] = Array.isArray(value) ? value : [value];
  const known = names.filter((name) => asked.includes(name));
  return known.length > 0 ? known : undefined;
}

/** With a table more or less. */
export function toggled<Name extends string>(more: Name[] | undefined, name: Name): Name[] | undefined {
  const others = (more ?? []).filter((one) => one !== name);
  const next = more?.includes(name) ? others : [...others, name];
  return next.length > 0 ? next : undefined;
}

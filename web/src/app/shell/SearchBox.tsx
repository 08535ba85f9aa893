/** Filled in with the search. */
export function SearchBox(_: { slug: string }) {
  return null;
}

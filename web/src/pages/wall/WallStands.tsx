/** Filled in when the stands are told. */
export function WallStands(_: { slug: string }) {
  return null;
}

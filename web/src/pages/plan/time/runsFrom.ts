/** The runs of a stand that began in the second after an instant: the one that ended a stop. */
export function runsFrom(stand: string, at: string): string {
  const to = new Date(new Date(at).getTime() + 1000).toISOString();
  return new URLSearchParams({ stand, from: at, to }).toString();
}

/** Whoever did something, without the word that tells people from programs. */
export function personText(actor: string): string {
  return actor.startsWith("user:") ? actor.slice("user:".length) : actor;
}

/** Filled in with the demo. */
export function DemoBanner() {
  return null;
}

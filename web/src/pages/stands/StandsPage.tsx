export function StandsPage() {
  return null;
}

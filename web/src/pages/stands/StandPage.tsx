export function StandPage() {
  return null;
}

/** Filled in with the demo. */
export function DemoSwitch() {
  return null;
}

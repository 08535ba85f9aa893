import type { ChartColours } from "./colours.ts";

/** What every chart has in common. */
export function axisText(colours: ChartColours) {
  return { color: colours.soft, fontSize: 12 };
}

export function tooltipLook(colours: ChartColours) {
  return {
    confine: true,
    backgroundColor: colours.surface,
    borderColor: colours.line,
    textStyle: { color: colours.text, fontSize: 13 },
  };
}

/** The data of what a tooltip is about. */
export function shownData(shown: unknown): unknown[] {
  const all = Array.isArray(shown) ? shown : [shown];
  return all.flatMap((one) => (typeof one === "object" && one !== null && "data" in one ? [one.data] : []));
}

/** Which of the data a tooltip is about; −1 of none. */
export function shownIndex(shown: unknown): number {
  const first: unknown = Array.isArray(shown) ? shown[0] : shown;
  const hasIndex = typeof first === "object" && first !== null && "dataIndex" in first;
  return hasIndex ? Number(first.dataIndex) : -1;
}

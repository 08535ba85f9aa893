import { countText, percentText } from "@/format/number.ts";
import type { Share } from "@/pages/yield/queries.ts";
import { texts } from "@/texts/index.ts";

/** "97.3 %", or a dash of nothing. */
export function shareText(share: Share): string {
  return percentText(share.part, share.all);
}

/** "95.1 – 98.6 %". */
export function intervalText({ lower, upper }: Share): string {
  if (lower === null || lower === undefined || upper === null || upper === undefined) return "";
  return `${(100 * lower).toFixed(1)} – ${(100 * upper).toFixed(1)} %`;
}

/** With fewer units a yield is shown as uncertain. */
export const FEW_UNITS = 30;

/** So few that the figure must not be taken for the truth. */
export function isUncertain(share: Share): boolean {
  return share.all > 0 && share.all < FEW_UNITS;
}

/** "31 of 32 units". */
export function ofUnitsText({ part, all }: Share): string {
  return all === 0 ? texts.yield.noUnits : texts.yield.ofUnits(countText(part), countText(all));
}

/** "31 of 32 tests". */
export function ofTestsText({ part, all }: Share): string {
  return all === 0 ? texts.yield.noTests : texts.yield.ofTests(countText(part), countText(all));
}

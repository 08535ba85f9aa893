import { instantText } from "@/format/instant.ts";
import { countText, durationText } from "@/format/number.ts";
import type { PeriodFigures, Share, Summary } from "@/pages/yield/queries.ts";
import { intervalText, ofTestsText, ofUnitsText, shareText } from "@/pages/yield/shareText.ts";
import type { TileContent } from "@/runs/FigureTile.tsx";
import { type Change, relativeChange, shareChange } from "@/runs/figures.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

type YieldTileContents = Record<
  "units" | "firstPass" | "finalYield" | "testReport" | "meanDuration",
  TileContent
>;

/** The five figures in words, each with what it means. */
export function yieldTiles(summary: Summary, filter: RunFilter): YieldTileContents {
  const words = texts.yield;
  const { now, before } = summary;
  const than = texts.runs.against[filter.from || filter.to ? "custom" : (filter.range ?? "all")];
  const tile = (
    label: string,
    meaning: string,
    change: Change | null,
    text: (of: PeriodFigures) => string,
    below: string,
  ): TileContent => ({
    label,
    value: text(now),
    below,
    change,
    than,
    detail: detailOf(summary, meaning, text),
  });
  const shareTile = (
    name: "first_pass" | "final_yield" | "test_report",
    label: string,
    meaning: string,
    of: (share: Share) => string,
  ) => {
    const change = before ? shareChange(pair(now[name]), pair(before[name]), "good") : null;
    const below = [of(now[name]), intervalText(now[name])].filter((text) => text !== "").join(" · ");
    return tile(label, meaning, change, (figures) => shareText(figures[name]), below);
  };
  const meaning = words.meaning;
  const mean = (of: PeriodFigures) =>
    of.mean_duration_ms === null || of.mean_duration_ms === undefined
      ? "–"
      : durationText(of.mean_duration_ms);
  return {
    units: tile(
      words.units,
      meaning.units,
      relativeChange(now.units, before?.units ?? null),
      (of) => countText(of.units),
      words.volume(countText(now.run_count), now.not_a_test),
    ),
    firstPass: shareTile("first_pass", words.firstPass, meaning.firstPass, ofUnitsText),
    finalYield: shareTile("final_yield", words.finalYield, meaning.finalYield, ofUnitsText),
    testReport: shareTile("test_report", words.testReport, meaning.testReport, ofTestsText),
    meanDuration: tile(
      words.meanDuration,
      meaning.meanDuration,
      relativeChange(now.mean_duration_ms ?? null, before?.mean_duration_ms ?? null),
      mean,
      words.places(now.stands, now.batches),
    ),
  };
}

function pair(share: Share): [number, number] {
  return [share.part, share.all];
}

/** What the figure means, and both numbers, each with its time. */
function detailOf(summary: Summary, meaning: string, text: (figures: PeriodFigures) => string): string {
  const { before, now } = summary;
  const words = texts.runs.figures;
  const lines = [meaning, `${words.now}: ${text(now)}`];
  if (before) {
    const time = `${instantText(before.from)} – ${instantText(before.to)}`;
    lines.push(`${words.before}: ${text(before)} (${time})`);
  }
  return lines.join("\n");
}

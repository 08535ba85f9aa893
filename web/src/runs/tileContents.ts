import { instantText } from "@/format/instant.ts";
import { countText, durationText, percentText } from "@/format/number.ts";
import type { TileContent } from "@/runs/FigureTile.tsx";
import { type Change, relativeChange, shareChange, shareText, testsOf } from "@/runs/figures.ts";
import type { Figures, Overview } from "@/runs/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

export interface TileContents {
  runs: TileContent;
  firstPass: TileContent;
  passed: TileContent;
  notPassed: TileContent;
  meanDuration: TileContent;
}

/** The five figures in words. */
export function tileContents(overview: Overview, filter: RunFilter): TileContents {
  const words = texts.runs.figures;
  const { figures } = overview;
  const before = overview.before?.figures ?? null;
  const tests = testsOf(figures);
  const against = texts.runs.against[filter.from || filter.to ? "custom" : (filter.range ?? "all")];
  const tile = (label: string, change: Change | null, text: (figures: Figures) => string) => ({
    label,
    value: text(figures),
    change,
    than: against,
    detail: detailOf(overview, text),
  });
  const share = (part: "passed" | "not_passed", up: "good" | "bad") =>
    before && shareChange([figures[part], tests], [before[part], testsOf(before)], up);
  const ofTests = (part: number) =>
    tests === 0 ? words.noTests : words.ofTests(countText(part), countText(tests));
  return {
    runs: {
      ...tile(words.runs, relativeChange(figures.runs, before?.runs ?? null), (of) => countText(of.runs)),
      below: runsText(figures),
    },
    firstPass: {
      ...tile(words.firstPass, firstPassChange(figures, before), (of) =>
        percentText(of.passed_by_first, of.first_tests),
      ),
      below:
        figures.first_tests === 0
          ? words.noUnits
          : words.ofUnits(countText(figures.passed_by_first), countText(figures.first_tests)),
    },
    passed: {
      ...tile(words.passed, share("passed", "good"), (of) => shareText(of.passed, of)),
      below: ofTests(figures.passed),
      tone: "pass",
    },
    notPassed: {
      ...tile(words.notPassed, share("not_passed", "bad"), (of) => shareText(of.not_passed, of)),
      below: ofTests(figures.not_passed),
      tone: "fail",
    },
    meanDuration: {
      ...tile(
        words.meanDuration,
        relativeChange(figures.mean_duration_ms ?? null, before?.mean_duration_ms ?? null),
        meanText,
      ),
      below: tests === 0 ? words.noTests : words.overTests(countText(tests)),
    },
  };
}

function firstPassChange(now: Figures, before: Figures | null): Change | null {
  const pair = (of: Figures): [number, number] => [of.passed_by_first, of.first_tests];
  return before && shareChange(pair(now), pair(before), "good");
}

function runsText(figures: Figures): string {
  const words = texts.runs.figures;
  if (figures.runs === 0) return words.noRuns;
  return figures.not_a_test > 0 ? words.notATest(countText(figures.not_a_test)) : words.allCount;
}

function meanText(figures: Figures): string {
  const mean = figures.mean_duration_ms;
  return mean === null || mean === undefined ? "–" : durationText(mean);
}

/** Both numbers, each with its time. */
function detailOf(overview: Overview, text: (figures: Figures) => string): string {
  const { before } = overview;
  const now = `${texts.runs.figures.now}: ${text(overview.figures)}`;
  if (!before) return now;
  const time = `${instantText(before.from)} – ${instantText(before.to)}`;
  return `${now}\n${texts.runs.figures.before}: ${text(before.figures)} (${time})`;
}

/** Two measurements of the same runs. */
export const correlation = {
  title: "Correlation",
  pictureTitle: (name: string) => `${name}: correlation`,
  other: "Another measurement of this plan",
  choose: "Choose a measurement",
  nothingFound: "Nothing of that name",
  explained:
    "When two measurements of the same runs move together, they often have one cause: a supply voltage, a temperature, a fixture. Choose one to see each run as a point.",
  related: {
    none: (compared: string) =>
      `None of the ${compared} other measurements of this plan goes together with it more than chance would make one of so many.`,
    nothing: "This test plan has no other measurement of numbers.",
    head: "Most related in this time and filter",
    measurement: "Measurement",
    rank: "Spearman ρ",
    rankHint:
      "From −1 to +1, by ranks. The interval is so wide that all comparisons together are right with 95 % confidence.",
    pairs: "Runs",
    show: (name: string) => `Show ${name} point by point`,
    looked: (looked: string, values: string, compared: string) =>
      looked === values
        ? `Compared with ${compared} measurements over ${values} runs.`
        : `Compared with ${compared} measurements over ${looked} of ${values} runs, spread evenly.`,
  },
  back: "Most related",
  pairs: "Runs with both",
  pairsHint: "Test runs in this time and filter that have a value of both measurements.",
  showRuns: (count: string) => `${count} pairs: show the test runs of this time and filter`,
  leftOut: (count: string) => `${count} not finite, left out`,
  pearson: "Pearson r",
  pearsonHint:
    "How near the points are to a line: −1 and +1 are on it, 0 is no line at all. The interval (Fisher) holds the true value with 95 % confidence.",
  spearman: "Spearman ρ",
  spearmanHint:
    "Whether one grows with the other along whatever curve, computed from ranks. A few extreme values do not move it.",
  interval: (lower: string, upper: string) => `95 %: ${lower} … ${upper}`,
  noInterval: "too few for an interval",
  none: "none",
  grows: "grows",
  falls: "falls",
  strength: {
    unknown: () => "There are too few runs to say whether they go together.",
    chance: () => "They do not go together more than by chance.",
    weak: (moves: string) => `One ${moves} a little with the other.`,
    moderate: (moves: string) => `One ${moves} with the other, with much scatter.`,
    strong: (moves: string) => `One ${moves} clearly with the other.`,
    very_strong: (moves: string) => `One ${moves} with the other almost exactly.`,
  },
  apart: "The two coefficients differ: there is a curve, or a few extreme values decide.",
  points: { good: "Both good", bad: "One bad", notCompared: "Not compared", line: "Nearest line" },
  allDrawn: "Each point is a test run: click it to open the run.",
  someDrawn: (drawn: number, pairs: number) =>
    `${drawn.toLocaleString("en")} of ${pairs.toLocaleString("en")} points are drawn; the outline and lonely points are all there. Click a point to open its run.`,
  sameRuns: (count: string) => `${count} runs; a click opens the latest`,
  label: (first: string, second: string, pairs: number, coefficient: string) =>
    `${first} and ${second} of ${pairs} test runs as points; Pearson r ${coefficient}`,
} as const;

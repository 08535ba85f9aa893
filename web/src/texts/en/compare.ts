export const compare = {
  title: "Compare",
  by: "Compare",
  kinds: { period: "Periods", stand: "Stands", batch: "Batches", revision: "Revisions" },
  sides: { a: "A", b: "B" },
  choose: {
    stand: "Choose stands",
    batch: "Choose batches",
    revision: "Choose revisions",
  },
  remove: (name: string) => `Leave out ${name}`,
  swap: "Swap A and B",
  period: "Period",
  choosePeriod: "Choose a period",
  periods: {
    "last-week": "Last week",
    "this-week": "This week",
    "last-month": "Last month",
    "this-month": "This month",
    "before-last-7-days": "The 7 days before",
    "last-7-days": "Last 7 days",
    custom: "Other days",
  },
  from: "First day",
  to: "Last day",
  begin: "Choose what to compare",
  beginWhy: "Choose something for A and something else for B. Several of a kind count together.",
  same: "A and B are the same. Choose something else for one of them.",
  overlap: "A and B share test runs",
  overlapWhy:
    "What counts on both sides makes them more alike: differences are larger than they seem here, and p-values and “not chance” do not hold. Choose sides that have nothing in common.",
  of: (part: string, all: string) => `${part} of ${all}`,
  verdict: "What differs",
  nothingOnSide: (side: string) =>
    `${side} has no tests. Choose another time for the page, or something else for ${side}.`,
  firstPass: {
    name: "First-pass yield",
    lower: (a: string, b: string, p: string) =>
      `B passes the first test less often: ${b} against ${a}. This is not chance (p ${p}).`,
    higher: (a: string, b: string, p: string) =>
      `B passes the first test more often: ${b} against ${a}. This is not chance (p ${p}).`,
    notSure: (a: string, b: string, p: string, interval: string) =>
      `First-pass yield: ${a} in A, ${b} in B. That may be chance (p ${p}): the true difference is within ${interval} points.`,
    nothing:
      "One side has no unit that was tested for the first time, so first-pass yields cannot be compared.",
  },
  stepDiffers: (step: string, side: string, more: string, less: string, p: string) =>
    `${side} fails more often at ${step}: ${more} of its tests against ${less} (p ${p}).`,
  meanDiffers: (name: string, sigmas: string, side: string, p: string) =>
    `${name} lies ${sigmas} sigma higher in ${side} (p ${p}).`,
  sigmaDiffers: (name: string, times: string, side: string, p: string) =>
    `${name} scatters ${times} times as much in ${side} (p ${p}).`,
  more: (count: number) => `${count} more below.`,
  noneDiffers: (steps: string, measurements: string) =>
    `No failing step (${steps} compared) and no measurement (${measurements} compared) differs more than chance explains.`,
  corrected: "The p-values are corrected for the number of comparisons (Holm).",
  figures: {
    title: "Figures",
    figure: "Figure",
    runs: "Runs",
    units: "Units first tested",
    firstPass: "First-pass yield",
    passRate: "Passed runs",
    duration: "Average test time",
    difference: "B less A (95 %)",
    p: "p",
    points: (difference: string, lower: string, upper: string) =>
      `${difference} (${lower} to ${upper}) points`,
    hints: {
      firstPass:
        "Units that passed their first test, of all that had it here. Interval: Wilson; difference: Newcombe; p: Fisher's exact test.",
      passRate: "Of the runs that passed or did not pass.",
    },
  },
  steps: {
    title: "Steps that fail",
    step: "Step",
    a: "Fails in A",
    b: "Fails in B",
    difference: "B less A",
    p: "p",
    verdict: "Verdict",
    hintP: (count: string) => `Corrected for ${count} comparisons (Holm).`,
    empty: "No run failed on either side.",
    more: "Show all",
  },
  measurements: {
    title: "Measurements",
    titleOf: (plan: string) => `Measurements of ${plan}`,
    durations: "Durations of steps",
    name: "Measurement",
    a: "Mean of A",
    b: "Mean of B",
    effect: "Difference, sigmas",
    ratio: "Scatter of B",
    p: "p",
    verdict: "Verdict",
    hints: {
      effect:
        "The mean of B less that of A, in standard deviations of both sides with equal weight (Welch's test).",
      ratio: "The sigma of B over that of A (test of Brown and Forsythe).",
    },
    chosen: "The plan with the most runs on both sides. Choose a test plan above to compare another.",
    count: (count: string) => `${count} compared`,
    empty: "Both sides have no measurement in common.",
  },
  verdicts: {
    moreInA: "More in A",
    moreInB: "More in B",
    higherInA: "Higher in A",
    higherInB: "Higher in B",
    widerInA: "Wider in A",
    widerInB: "Wider in B",
    notSure: "May be chance",
    tooFew: "Too few values",
    nothing: "Nothing to compare",
  },
  none: "–",
} as const;

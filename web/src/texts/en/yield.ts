export const yieldTexts = {
  title: "Yield",
  tiles: "Yields",
  notes: "Good to know",
  units: "Units tested first",
  firstPass: "First-pass yield",
  finalYield: "Final yield",
  testReport: "Test-report yield",
  meanDuration: "Average test time",
  noUnits: "no units",
  noTests: "no tests",
  ofUnits: (part: string, all: string) => `${part} of ${all} units`,
  ofTests: (part: string, all: string) => `${part} of ${all} tests`,
  volume: (runs: string, notATest: number) =>
    notATest > 0 ? `${runs} runs, ${notATest} of them no tests` : `${runs} runs`,
  places: (stands: number, batches: number) =>
    `${stands} ${stands === 1 ? "stand" : "stands"}, ${batches} ${batches === 1 ? "batch" : "batches"}`,
  show: {
    firstTests: "Show the first test of each unit",
    failedFirstTests: "Show the first tests that failed",
    notPassed: "Show the tests that failed",
  },
  meaning: {
    units:
      "Units that were tested for the first time in their test plan and process here. A unit counts where its first test was, so days, stands and batches add up.",
    firstPass: "Units that passed their very first test, of all units tested first here.",
    finalYield: "Units that have passed by now, at whichever test, of all units tested first here.",
    testReport: "Tests that passed, of all tests, retests included.",
    meanDuration: "Over all tests whose duration is known.",
    interval:
      "The true first-pass yield lies in here with a probability of 95 % (Wilson). Few units make it wide.",
  },
  history: {
    title: "Yield over time",
    bucket: "Length of the periods",
    buckets: { hour: "Hour", day: "Day", week: "Week", month: "Month" },
    firstPass: "First-pass yield",
    finalYield: "Final yield",
    interval: "95 % interval",
    units: "Units",
    runs: "Test runs",
    empty: "No unit was tested for the first time in this time.",
    explain:
      "The band is the 95 % interval of the first-pass yield; hollow points stand for fewer than 30 units. Click a point to look into its time.",
    label: (from: string, first: string, to: string, last: string) =>
      `First-pass yield over time: ${first} on ${from}, ${last} on ${to}.`,
  },
  control: {
    title: "Control chart of failures",
    pictureTitle: { units: "Control chart: failed at the first test", tests: "Control chart: failed tests" },
    counted: "What is counted",
    of: { units: "First tests", tests: "All tests" },
    kind: "Limits",
    kinds: { auto: "Limits: chosen by the data", p: "Limits: p chart", laney_p: "Limits: Laney p′ chart" },
    explain: {
      units:
        "Each point is the share of units that failed their first test. Between the limits it goes up and down by chance, and looking for a cause is in vain; a point beyond them is worth a look.",
      tests:
        "Each point is the share of tests that failed, retests included. Between the limits it goes up and down by chance, and looking for a cause is in vain; a point beyond them is worth a look.",
    },
    hint: "Limits are wider where there is less to count. Click a point to see its runs.",
    share: { units: "Failed first test", tests: "Failed tests" },
    centre: (share: string) => `mean ${share}`,
    limits: "Limits",
    worse: "Worse",
    better: "Better",
    above: "More failed than by chance",
    below: "Fewer failed than by chance",
    notJudged: "Too few to judge",
    within: "Within the limits",
    noLimits: "No limits",
    ofUnits: (part: string, all: string) => `${part} of ${all} units`,
    ofTests: (part: string, all: string) => `${part} of ${all} tests`,
    names: {
      hour: (count: number) => (count === 1 ? "hour" : "hours"),
      day: (count: number) => (count === 1 ? "day" : "days"),
      week: (count: number) => (count === 1 ? "week" : "weeks"),
      month: (count: number) => (count === 1 ? "month" : "months"),
    },
    foundNone: (judged: string, periods: string) => `None of the ${judged} ${periods} is beyond its limits.`,
    found: (beyond: number, judged: string, periods: string) =>
      `${beyond} of ${judged} ${periods} ${beyond === 1 ? "is" : "are"} beyond the limits.`,
    chance: (oneIn: string, here: string) =>
      `While nothing changes, chance alone marks about 1 point in ${oneIn}: ${here} of those here.`,
    noChance: "While nothing changes, chance alone marks hardly any point.",
    higher: "Hollow arrows are points that are higher than the picture.",
    click: "Click: its runs",
    clickFailed: "Click: its failed runs",
    list: "Beyond the limits",
    listLimits: (limits: string) => `limits ${limits}`,
    openRuns: (period: string) => `Open the runs of ${period}`,
    label: (points: string, beyond: string) =>
      `Control chart of the failing share with ${points} points, ${beyond} of them beyond the limits.`,
  },
  groups: {
    title: "Yield by",
    /** "Yield by stand and batch". */
    pictureTitle: (fields: readonly string[]) =>
      `Yield by ${fields.map((field) => field.toLowerCase()).join(" and ")}`,
    by: "By",
    andBy: "And by",
    nothing: "and by …",
    order: "Order",
    orders: {
      worst: "Surely worst first",
      first_pass: "Lowest yield first",
      test_report: "Worst test-report yield",
      units: "Most units first",
      not_passed: "Most failures first",
    },
    columns: {
      units: "Units",
      firstPass: "First-pass yield",
      interval: "95 % interval",
      finalYield: "Final",
      testReport: "Test-report",
      notPassed: "Failed tests",
      runs: "Runs",
    },
    interval: "95 % interval",
    none: (field: string) => `no ${field.toLowerCase()}`,
    narrow: "Show only these runs on this page",
    openRuns: (count: string, name: string) => `Open the ${count} runs of ${name}`,
    others: (count: number) => (count === 1 ? "1 other" : `${count} others`),
    empty: "There is nothing to tell apart.",
    label: (count: number) =>
      `First-pass yield of ${count} groups with their intervals; the figures are in the table below.`,
  },
  rolled: {
    title: "Rolled yield",
    explain:
      "The chance of a unit to pass every process at the first try: the product of the first-pass yields of all processes of its part.",
    rolled: "Rolled yield",
    normalised: "Per process",
    normalisedMeaning:
      "The yield that each process would need for the same rolled yield, were they all equal.",
    stages: "Processes",
    /** Behind the yield of one process. */
    of: (units: string) => `of ${units}`,
    fewest: (units: string) => (units === "1" ? "1 unit at one process" : `${units} units at one process`),
    notCounted: "not counted:",
    more: (count: number) => `${count} more parts with fewer units are not listed.`,
    empty: "No unit was tested for the first time in this time.",
  },
} as const;

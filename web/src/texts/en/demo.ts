export const demo = {
  switch: "Demo",
  switchOn: "Show the sample factory",
  switchOff: "Back to your own data",
  failed: "The demo could not be switched on",
  banner: "Sample data",
  ready: (runs: string, from: string, to: string) => `${runs} invented test runs from ${from} to ${to}.`,
  apart: "Nothing here belongs to your organisation, and nothing can be changed.",
  filling: (done: string, total: string) =>
    `The sample factory is being made: ${done} of ${total} test runs.`,
  progress: "Test runs that are there",
  leave: (name: string) => `Back to ${name}`,
  leaveAlone: "Switch the demo off",
  look: "Look at a sample factory",
  lookWhy: "Nothing connected yet? The demo shows every page with the data of a small factory.",
} as const;

export const live = {
  states: { on: "Live", reconnecting: "Connecting", off: "Not live" },
  why: {
    on: "New test runs appear by themselves.",
    reconnecting: "The server cannot be reached just now. It is tried again by itself.",
    off: "New test runs do not appear by themselves just now. Reload to see them.",
  },
  newRuns: "New runs: show",
} as const;

export const status = {
  passed: "Passed",
  failed: "Failed",
  error: "Error",
  stopped: "Stopped",
  skipped: "Skipped",
  run: "Running",
  ready: "Ready",
} as const;

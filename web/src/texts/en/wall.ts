export const wall = {
  title: "Wall mode",
  yield: "Tests passed",
  lastRuns: "Last test runs",
  noRuns: "No test runs in this time yet.",
  noAnswer: "The server does not answer",
  stands: "Test stands",
  more: (count: number) => `and ${count} more`,
  fullScreen: "Fill the screen",
  leaveFullScreen: "Leave the full screen",
  back: "Back to Home (Esc)",
} as const;

/** While the way to the server is not what it should be. */
export const connection = {
  away: "The server cannot be reached; trying again",
  busy: "The server cannot answer now; trying again",
  loading: "Loading",
  ended: "Your session has ended",
  endedWhy:
    "Sign in again in another tab, then come back here. Everything on this page stays as it is, also what you have typed.",
  stillEnded: "Nobody has signed in yet. Use “Sign in” first.",
  signIn: "Sign in",
  signedIn: "I have signed in",
  close: "Close",
} as const;

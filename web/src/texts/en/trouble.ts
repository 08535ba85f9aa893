/** What people read when something goes wrong; the server's own sentence stands below the title. */
export const trouble = {
  title: "That did not work",
  titles: {
    unreachable: "The server cannot be reached",
    unavailable: "The server is busy",
    sign_in: "Your session has ended",
    sign_in_again: "Please confirm that it is you",
    second_factor_needed: "A second factor is needed",
    forbidden: "Not allowed",
    out_of_date: "This page is out of date",
    not_found: "There is nothing here",
    invalid: "Something is not right",
    conflict: "Somebody was quicker",
    too_large: "Too large",
    too_many: "Please wait",
    internal: "Something went wrong",
  } as Record<string, string>,
  unreachable: "Check the network, or ask whoever runs the server. What you have typed stays here.",
  again: "Try again",
  nothingHere: "There is nothing here",
  nothingHereWhy: "The page does not exist, or it is not for you.",
  toStart: "To the start page",
} as const;

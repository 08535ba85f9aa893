export const start = {
  title: "Welcome",
  none: "You are in no organisation yet",
  noneWhy:
    "Everything in StandCloud belongs to an organisation: a company, a plant or a team. Ask an Admin of yours to invite you; the invitation is a link that works once.",
  account: "Your profile",
} as const;

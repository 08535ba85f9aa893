export const plan = {
  title: "Test plan",
} as const;

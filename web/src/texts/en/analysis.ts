export const analysis = {
  showLess: "Show less",
  showAll: (count: string) => `Show all ${count}`,
  showMore: (count: string) => `Show ${count} more`,
} as const;

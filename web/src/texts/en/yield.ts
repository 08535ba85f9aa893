export const yieldTexts = {
  title: "Yield",
} as const;

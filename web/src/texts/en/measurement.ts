export const measurement = {
  title: "Measurement",
} as const;

import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The colour of the pages of signing in, in ten steps. */
const petrol: MantineColorsTuple = [
  "#e5f4f7",
  "#cfe6eb",
  "#a0ccd6",
  "#6db1c1",
  "#459aaf",
  "#2b8ca3",
  "#0b6478",
  "#095768",
  "#074958",
  "#053b48",
];

export const theme = createTheme({
  primaryColor: "petrol",
  primaryShade: { light: 6, dark: 4 },
  colors: { petrol },
  autoContrast: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "Liberation Mono", Menlo, monospace',
  defaultRadius: "md",
  headings: { fontWeight: "650" },
  respectReducedMotion: true,
});

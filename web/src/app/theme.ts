import { createTheme, defaultVariantColorsResolver, type MantineColorsTuple } from "@mantine/core";
import { texts } from "@/texts/index.ts";

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

/** Greys of the dark scheme with the tint of its grounds. */
const night: MantineColorsTuple = [
  "#d5dde4",
  "#b3bfc9",
  "#8a99a6",
  "#66757f",
  "#3a4855",
  "#2a3641",
  "#1f2a34",
  "#18212a",
  "#131b22",
  "#0d1318",
];

/** What closes a dialog is a sign only; it needs a name for those who do not see it. */
const NAMED_CLOSE = { defaultProps: { closeButtonProps: { "aria-label": texts.shell.close } } };

/** Also for those who have no pointer: what stands in a tooltip is nowhere else. */
const REACHED_BY_ALL = { defaultProps: { events: { hover: true, focus: true, touch: true } } };

/** Tinted things take our own colours by meaning, which can be read on their tints. */
const TONES: Record<string, string> = {
  teal: "pass",
  green: "pass",
  red: "fail",
  yellow: "error",
  orange: "error",
  gray: "neutral",
};

export const theme = createTheme({
  variantColorResolver: (input) => {
    const usual = defaultVariantColorsResolver(input);
    if (input.variant === "filled" && (!input.color || input.color === "petrol")) {
      // The library looks at the light scheme's petrol only, and white on the dark scheme's is too faint.
      return { ...usual, color: "var(--on-accent)" };
    }
    const tone = input.variant === "light" ? TONES[input.color ?? ""] : undefined;
    return tone ? { ...usual, background: `var(--${tone}-tint)`, color: `var(--${tone})` } : usual;
  },
  primaryColor: "petrol",
  primaryShade: { light: 6, dark: 4 },
  colors: { petrol, dark: night },
  autoContrast: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "Liberation Mono", Menlo, monospace',
  defaultRadius: "md",
  headings: { fontWeight: "650" },
  respectReducedMotion: true,
  components: { Modal: NAMED_CLOSE, Drawer: NAMED_CLOSE, Tooltip: REACHED_BY_ALL },
});

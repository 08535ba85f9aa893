/** The colours of charts, read from the style sheet. */
export interface ChartColours {
  text: string;
  soft: string;
  line: string;
  surface: string;
  pass: string;
  fail: string;
  neutral: string;
  accent: string;
  /** For several series: told apart by people with colour blindness as well. */
  series: string[];
}

/** Okabe and Ito, "Color Universal Design" (2008), in the order in which they differ most. */
const ON_LIGHT = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b2a200", "#7f7f7f"];
/** The same hues, light enough for a dark ground. */
const ON_DARK = ["#56b4e9", "#f0b43c", "#2fc79a", "#e6a3c8", "#8fb8ff", "#ff8f4d", "#d8cc3f", "#b0b0b0"];

export function chartColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const isDark = document.documentElement.dataset.mantineColorScheme === "dark";
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: of("--mantine-color-text"),
    soft: of("--soft"),
    line: of("--line"),
    surface: of("--surface"),
    pass: of("--chart-pass"),
    fail: of("--chart-fail"),
    neutral: of("--chart-neutral"),
    accent: of("--accent"),
    series: isDark ? ON_DARK : ON_LIGHT,
  };
}

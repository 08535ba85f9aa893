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

export function chartColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
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
    // Okabe and Ito, "Color Universal Design" (2008), in the order in which they differ most.
    series: ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b2a200", "#7f7f7f"],
  };
}

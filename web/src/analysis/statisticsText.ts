import { plainText } from "@/format/number.ts";
import { significant } from "@/format/significant.ts";

/** A probability as people write it: "= 0.012", "< 0.0001". */
export function pText(p: number): string {
  if (p < 0.0001) return "< 0.0001";
  return `= ${p < 0.001 ? p.toFixed(4) : p < 0.1 ? p.toFixed(3) : p.toFixed(2)}`;
}

/** A difference in standard deviations, with its sign: "+1.3", "−0.4". */
export function effectText(effect: number): string {
  const size = Math.abs(effect);
  const text = size >= 100 ? size.toFixed(0) : size >= 10 ? size.toFixed(1) : size.toFixed(2);
  return `${effect < 0 ? "−" : "+"}${text}`;
}

/** An index such as Ppk. */
export function indexText(index: number): string {
  const text = Math.abs(index) >= 100 ? index.toFixed(0) : index.toFixed(2);
  return text.replace("-", "−");
}

/** A mean or a sigma: as many digits as say something; a mean as fine as the spread of its values. */
export function figureText(value: number, spread?: number | null): string {
  const magnitude = Math.abs(value);
  const text =
    magnitude !== 0 && magnitude < 1e-3
      ? significant(value, 3, spread).toExponential()
      : plainText(significant(value, 4, spread));
  return text.replaceAll("-", "−");
}

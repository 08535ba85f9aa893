import { effectText, pText } from "@/analysis/statisticsText.ts";
import { countText, percentText } from "@/format/number.ts";
import { measurementName } from "@/pages/plan/capability/measurementName.ts";
import { texts } from "@/texts/index.ts";
import type { Comparison, MeasurementDifference, StepDifference } from "./queries.ts";

const words = texts.compare;
/** More sentences than these are not read. */
const SENTENCES_MAX = 3;

/** A sentence, and whether it says that something differs. */
export interface Sentence {
  text: string;
  isDifference: boolean;
}

/** What a comparison has come to, in words. */
export function verdictOf(comparison: Comparison): Sentence[] {
  const empty = emptySide(comparison);
  if (empty) return [{ text: words.nothingOnSide(empty), isDifference: false }];
  const steps = comparison.steps.filter((step) => isSure(step.failed.verdict)).map(ofStep);
  const measurements = comparison.measurements.flatMap(ofMeasurement);
  const some = (sentences: string[]) => [
    ...sentences.slice(0, SENTENCES_MAX),
    ...(sentences.length > SENTENCES_MAX ? [words.more(sentences.length - SENTENCES_MAX)] : []),
  ];
  const found = [...some(steps), ...some(measurements)].map((text) => ({ text, isDifference: true }));
  if (found.length > 0) return [firstPass(comparison), ...found];
  const none = words.noneDiffers(
    countText(comparison.steps_compared),
    countText(comparison.measurements_compared),
  );
  return [firstPass(comparison), { text: none, isDifference: false }];
}

/** "−2.1": a share as points of a hundred. */
export function pointsText(share: number): string {
  const text = (100 * share).toFixed(1);
  return (share > 0 ? `+${text}` : text).replace("-", "−");
}

function emptySide({ a, b }: Comparison): string | null {
  const hasTests = ({ figures }: Comparison["a"]) => figures.passed + figures.not_passed > 0;
  if (!hasTests(a)) return words.sides.a;
  return hasTests(b) ? null : words.sides.b;
}

function isSure(verdict: string): boolean {
  return verdict === "higher_in_a" || verdict === "higher_in_b";
}

function firstPass({ first_pass_yield: found }: Comparison): Sentence {
  const { a, b, verdict } = found;
  const [inA, inB] = [percentText(a.part, a.all), percentText(b.part, b.all)];
  const p = pText(found.p_value ?? 1);
  if (verdict === "nothing_to_compare") return { text: words.firstPass.nothing, isDifference: false };
  if (verdict === "higher_in_a") return { text: words.firstPass.lower(inA, inB, p), isDifference: true };
  if (verdict === "higher_in_b") return { text: words.firstPass.higher(inA, inB, p), isDifference: true };
  const interval = `${pointsText(found.lower ?? 0)} … ${pointsText(found.upper ?? 0)}`;
  return { text: words.firstPass.notSure(inA, inB, p, interval), isDifference: false };
}

function ofStep(step: StepDifference): string {
  const { a, b, verdict } = step.failed;
  const [inA, inB] = [percentText(a.part, a.all), percentText(b.part, b.all)];
  const isB = verdict === "higher_in_b";
  const name = `${step.module} / ${step.case}`;
  const side = isB ? words.sides.b : words.sides.a;
  return words.stepDiffers(name, side, isB ? inB : inA, isB ? inA : inB, pText(step.p_corrected ?? 1));
}

function ofMeasurement(found: MeasurementDifference): string[] {
  const name = measurementName(found.measurement);
  const sentences: string[] = [];
  const { effect_sigmas: effect, sigma_ratio: ratio } = found;
  if (isSure(found.mean_verdict) && effect != null) {
    const side = effect > 0 ? words.sides.b : words.sides.a;
    const size = effectText(Math.abs(effect)).replace("+", "");
    sentences.push(words.meanDiffers(name, size, side, pText(found.mean_p_corrected ?? 1)));
  }
  if (isSure(found.sigma_verdict) && ratio != null && ratio > 0) {
    const side = ratio > 1 ? words.sides.b : words.sides.a;
    const times = (ratio > 1 ? ratio : 1 / ratio).toFixed(1);
    sentences.push(words.sigmaDiffers(name, times, side, pText(found.sigma_p_corrected ?? 1)));
  }
  return sentences;
}

import { Group, Stack, Text } from "@mantine/core";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { pText } from "@/analysis/statisticsText.ts";
import { Hinted } from "@/components/Hinted.tsx";
import { countText } from "@/format/number.ts";
import type { Coefficient, Correlation } from "@/pages/measurement/correlation/queries.ts";
import { coefficientText, strengthOf } from "@/pages/measurement/correlation/strength.ts";
import { texts } from "@/texts/index.ts";

const words = texts.correlation;

/** Pairs, both coefficients with their intervals, and what they mean in words. */
export function CorrelationFigures(props: { slug: string; shown: Correlation }) {
  const { shown } = props;
  const { pearson, spearman } = shown;
  return (
    <Stack gap="xs">
      {pearson && spearman && (
        <Text>
          <Text span fw={600}>
            {verdict(pearson, spearman)}
          </Text>
          {areApart(pearson, spearman) && ` ${words.apart}`}
        </Text>
      )}
      <Group gap="xl" align="start">
        <Figure label={words.pairs} hint={words.pairsHint}>
          <RunsLink slug={props.slug} query={shown.runs} label={words.showRuns(countText(shown.pairs))}>
            {countText(shown.pairs)}
          </RunsLink>
          {shown.left_out > 0 && (
            <Text size="xs" c="dimmed">
              {words.leftOut(countText(shown.left_out))}
            </Text>
          )}
        </Figure>
        {pearson && (
          <Figure label={words.pearson} hint={words.pearsonHint}>
            <CoefficientFigure coefficient={pearson} />
          </Figure>
        )}
        {spearman && (
          <Figure label={words.spearman} hint={words.spearmanHint}>
            <CoefficientFigure coefficient={spearman} />
          </Figure>
        )}
      </Group>
    </Stack>
  );
}

function Figure(props: { label: string; hint: string; children: React.ReactNode }) {
  return (
    <Stack gap={2}>
      <Text size="xs" c="dimmed">
        <Hinted hint={props.hint}>{props.label}</Hinted>
      </Text>
      {props.children}
    </Stack>
  );
}

function CoefficientFigure(props: { coefficient: Coefficient }) {
  const { value, lower, upper, p_value } = props.coefficient;
  const hasInterval = typeof lower === "number" && typeof upper === "number";
  return (
    <div>
      <Text fw={600}>{coefficientText(value)}</Text>
      <Text size="xs" c="dimmed">
        {hasInterval ? words.interval(coefficientText(lower), coefficientText(upper)) : words.noInterval}
        {typeof p_value === "number" && `, p ${pText(p_value)}`}
      </Text>
    </div>
  );
}

/** By the smaller coefficient: what one has and the other has not is no relation yet. */
function verdict(pearson: Coefficient, spearman: Coefficient): string {
  const smaller = Math.abs(spearman.value) < Math.abs(pearson.value) ? spearman : pearson;
  return words.strength[strengthOf(smaller)](smaller.value < 0 ? words.falls : words.grows);
}

/** A curve, or a few extreme values, make the two coefficients differ. */
function areApart(pearson: Coefficient, spearman: Coefficient): boolean {
  return Math.abs(pearson.value - spearman.value) > 0.2;
}

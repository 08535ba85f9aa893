import { Alert, Stack } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { texts } from "@/texts/index.ts";
import { FiguresPanel } from "./FiguresPanel.tsx";
import { MeasurementsPanel } from "./MeasurementsPanel.tsx";
import type { Comparison } from "./queries.ts";
import { StepsPanel } from "./StepsPanel.tsx";
import { areOverlapping, type Sides } from "./sides.ts";
import { VerdictPanel } from "./VerdictPanel.tsx";

/** First in words, then in figures. */
export function ComparisonContent(props: { slug: string; sides: Sides; comparison: Comparison }) {
  const { slug, sides, comparison } = props;
  const words = texts.compare.measurements;
  return (
    <Stack gap="md">
      {areOverlapping(sides) && (
        <Alert color="yellow" icon={<IconAlertTriangle />} title={texts.compare.overlap}>
          {texts.compare.overlapWhy}
        </Alert>
      )}
      <VerdictPanel comparison={comparison} />
      <FiguresPanel slug={slug} comparison={comparison} />
      <StepsPanel slug={slug} steps={comparison.steps} compared={comparison.steps_compared} />
      <MeasurementsPanel
        title={comparison.plan ? words.titleOf(comparison.plan) : words.title}
        slug={slug}
        sides={sides}
        plan={comparison.plan}
        rows={comparison.measurements}
        compared={comparison.measurements_compared}
        hint={comparison.plan && sides.common.plan?.length !== 1 ? words.chosen : undefined}
        isExported
      />
      {comparison.durations.length > 0 && (
        <MeasurementsPanel
          title={words.durations}
          slug={slug}
          sides={sides}
          plan={comparison.plan}
          rows={comparison.durations}
          compared={comparison.durations_compared}
        />
      )}
    </Stack>
  );
}

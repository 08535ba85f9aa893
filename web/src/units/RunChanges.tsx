import { Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Trouble } from "@/components/Trouble.tsx";
import { texts } from "@/texts/index.ts";
import { ChangedCases } from "@/units/ChangedCases.tsx";
import { ChangedFacts } from "@/units/ChangedFacts.tsx";
import { ChangedMeasurements } from "@/units/ChangedMeasurements.tsx";
import { comparisonQuery, type RunComparison } from "@/units/queries.ts";

/** What changed from one run to another. */
export function RunChanges(props: { slug: string; before: string; after: string }) {
  const comparison = useQuery(comparisonQuery(props.slug, props.before, props.after));
  if (comparison.data) return <Changes comparison={comparison.data} />;
  if (comparison.error) {
    return <Trouble error={comparison.error} again={() => void comparison.refetch()} />;
  }
  return (
    <Stack gap="xs" aria-busy>
      <Skeleton height={22} width={180} />
      <Skeleton height={120} />
    </Stack>
  );
}

function Changes({ comparison }: { comparison: RunComparison }) {
  const { facts, cases, measurements, before, after } = comparison;
  const labels = labelsOf(comparison);
  if (
    before.run_id === after.run_id ||
    facts.changed_count + cases.changed_count + measurements.changed_count === 0
  ) {
    return <Text size="sm">{texts.changes.nothing}</Text>;
  }
  return (
    <Stack gap="lg">
      {!comparison.is_same_unit && <Text size="sm">{texts.changes.otherUnit}</Text>}
      {!comparison.is_same_plan && <Text size="sm">{texts.changes.otherPlan}</Text>}
      {cases.changed_count > 0 && <ChangedCases cases={cases} labels={labels} />}
      {facts.changed_count > 0 && <ChangedFacts facts={facts} labels={labels} />}
      <ChangedMeasurements measurements={measurements} labels={labels} />
    </Stack>
  );
}

/** "Attempt 1" and "Attempt 2" where that tells them apart. */
function labelsOf({ before, after, is_same_unit, is_same_plan }: RunComparison): [string, string] {
  if (!is_same_unit || !is_same_plan || before.attempt === after.attempt) {
    return [texts.changes.before, texts.changes.after];
  }
  return [texts.unit.attempt(before.attempt), texts.unit.attempt(after.attempt)];
}

import { Card, Loader, SimpleGrid, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { filterValuesQuery } from "@/runs/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.chooser;

/** The first of two steps to a measurement. */
export function PlanChooser(props: { slug: string; onPlan: (plan: string) => void }) {
  const plans = useQuery(filterValuesQuery(props.slug, "plan", ""));
  if (plans.isError) return <Trouble error={plans.error} again={() => void plans.refetch()} />;
  if (!plans.data) return <Loader size="sm" role="status" aria-label={words.plans} />;
  if (plans.data.values.length === 0) {
    return <EmptyState title={words.noPlans}>{words.noPlansText}</EmptyState>;
  }
  return (
    <Panel title={words.plans}>
      <Text size="sm" c="dimmed" mb="sm">
        {words.plansText}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }} spacing="sm">
        {plans.data.values.map((plan) => (
          <UnstyledButton key={plan.value} onClick={() => props.onPlan(plan.value)}>
            <Card withBorder padding="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
              {plan.label}
            </Card>
          </UnstyledButton>
        ))}
      </SimpleGrid>
    </Panel>
  );
}

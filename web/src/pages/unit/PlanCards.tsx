import { SimpleGrid, Text } from "@mantine/core";
import { Instant } from "@/components/Instant.tsx";
import { AnchorLink } from "@/components/links.tsx";
import { VerdictBadge } from "@/pages/unit/VerdictBadge.tsx";
import { standNameOfRun } from "@/stands/standName.ts";
import { texts } from "@/texts/index.ts";
import { failureText } from "@/units/changeText.ts";
import type { UnitPlan } from "@/units/queries.ts";
import classes from "./unit.module.css";

/** How the unit stands in each plan and process. */
export function PlanCards({ slug, plans }: { slug: string; plans: UnitPlan[] }) {
  if (plans.length === 0) return null;
  return (
    <section aria-label={texts.unit.verdictPerPlan}>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }} spacing="sm">
        {plans.map((plan) => (
          <PlanCard key={plan.last_run.run_id} slug={slug} plan={plan} />
        ))}
      </SimpleGrid>
    </section>
  );
}

function PlanCard({ slug, plan }: { slug: string; plan: UnitPlan }) {
  const run = plan.last_run;
  return (
    <article className={classes.card} data-verdict={plan.verdict}>
      <header className={classes.cardHead}>
        <div className={classes.cardTitle}>
          <h2 className={classes.plan}>
            <AnchorLink to="/o/$slug/runs/$runId" params={{ slug, runId: run.run_id }} inherit>
              {run.plan}
            </AnchorLink>
          </h2>
          {run.process && (
            <Text size="xs" c="dimmed">
              {run.process}
            </Text>
          )}
        </div>
        <VerdictBadge verdict={plan.verdict} />
      </header>
      <Text size="sm">
        {texts.unit.attempts(plan.attempts)}
        {plan.first_pass != null && (
          <> · {plan.first_pass ? texts.unit.firstPass : texts.unit.notFirstPass}</>
        )}
      </Text>
      <Text size="xs" c="dimmed">
        {standNameOfRun(run)}
        {run.run_at && (
          <>
            {" · "}
            <Instant at={run.run_at} />
          </>
        )}
      </Text>
      {run.failure && (
        <Text size="xs" className={classes.failure} lineClamp={2} title={failureText(run.failure)}>
          {failureText(run.failure)}
        </Text>
      )}
    </article>
  );
}

import { AnalysisFrame } from "@/analysis/AnalysisFrame.tsx";
import { AnchorLink } from "@/components/links.tsx";
import { FigureTiles } from "@/runs/FigureTiles.tsx";
import { texts } from "@/texts/index.ts";
import { PlanList } from "./PlanList.tsx";
import { PlanTabs } from "./PlanTabs.tsx";
import { usePlanView } from "./usePlanView.ts";

/** All test plans, or one of them: how well its measurements fit their limits, and where its time goes. */
export function PlanPage() {
  const { slug, filter, plan, setFilter } = usePlanView();
  if (!plan) {
    return (
      <AnalysisFrame slug={slug} title={texts.plan.title} filter={filter} onFilter={setFilter}>
        <PlanList slug={slug} filter={filter} />
      </AnalysisFrame>
    );
  }
  // One plan at a time: measurements of several have nothing in common.
  const ofPlan = { ...filter, plan: [plan] };
  const { plan: _, ...rest } = filter;
  return (
    <AnalysisFrame
      slug={slug}
      title={plan}
      subtitle={
        <AnchorLink size="sm" to="/o/$slug/plan" params={{ slug }} search={rest}>
          {texts.plan.back}
        </AnchorLink>
      }
      filter={ofPlan}
      onFilter={setFilter}
      without={["plan"]}
    >
      <FigureTiles slug={slug} filter={ofPlan} />
      <PlanTabs slug={slug} filter={ofPlan} />
    </AnalysisFrame>
  );
}

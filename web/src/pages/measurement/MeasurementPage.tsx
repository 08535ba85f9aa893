import { getRouteApi } from "@tanstack/react-router";
import { useCallback } from "react";
import { AnalysisFrame } from "@/analysis/AnalysisFrame.tsx";
import { analysisFilterOf } from "@/analysis/search.ts";
import { MeasurementChooser } from "@/pages/measurement/chooser/MeasurementChooser.tsx";
import { PlanChooser } from "@/pages/measurement/chooser/PlanChooser.tsx";
import { MeasurementView } from "@/pages/measurement/MeasurementView.tsx";
import type { MeasurementSearch } from "@/pages/measurement/search.ts";
import { texts } from "@/texts/index.ts";

const route = getRouteApi("/signed-in/o/$slug/measurement");

/** One measurement over time, or the way to one. */
export function MeasurementPage() {
  const { slug } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (changed: Partial<MeasurementSearch>, replace = false) =>
      void navigate({
        to: ".",
        search: (before) => ({ ...before, ...changed }),
        resetScroll: false,
        replace,
      }),
    [navigate],
  );
  const filter = analysisFilterOf(search);
  if (search.series !== undefined) {
    return <MeasurementView key={search.series} slug={slug} search={search} change={change} />;
  }
  const plan = search.plan?.length === 1 ? search.plan[0] : undefined;
  return (
    <AnalysisFrame
      slug={slug}
      title={texts.measurement.title}
      filter={filter}
      onFilter={(next) =>
        void navigate({ to: ".", search: { find: search.find, ...next }, resetScroll: false })
      }
    >
      {plan ? (
        <MeasurementChooser
          slug={slug}
          plan={plan}
          search={search}
          onFind={(find) => change({ find }, true)}
          onOtherPlan={() => change({ plan: undefined, find: undefined })}
        />
      ) : (
        <PlanChooser slug={slug} onPlan={(chosen) => change({ plan: [chosen] })} />
      )}
    </AnalysisFrame>
  );
}

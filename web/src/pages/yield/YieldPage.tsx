import { getRouteApi } from "@tanstack/react-router";
import { AnalysisFrame } from "@/analysis/AnalysisFrame.tsx";
import { analysisFilterOf } from "@/analysis/search.ts";
import { texts } from "@/texts/index.ts";

const route = getRouteApi("/signed-in/o/$slug/yield");

export function YieldPage() {
  const { slug } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <AnalysisFrame
      slug={slug}
      title={texts.yield.title}
      filter={analysisFilterOf(search)}
      onFilter={(next) => void navigate({ to: ".", search: next, resetScroll: false })}
    >
      {null}
    </AnalysisFrame>
  );
}

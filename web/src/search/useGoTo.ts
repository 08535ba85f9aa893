import { useNavigate } from "@tanstack/react-router";
import type { HomeSearch } from "@/pages/home/search.ts";
import type { Target } from "@/search/hits.ts";

/** Shows the page of what was found; a plan, part or batch is Home with that filter alone. */
export function useGoTo(slug: string) {
  const navigate = useNavigate();
  return (target: Target) => {
    switch (target.kind) {
      case "unit": {
        const { partNumber, serialNumber } = target;
        return navigate({
          to: "/o/$slug/units/$partNumber/$serialNumber",
          params: { slug, partNumber, serialNumber },
        });
      }
      case "run":
        return navigate({ to: "/o/$slug/runs/$runId", params: { slug, runId: target.runId } });
      case "stand":
        return navigate({ to: "/o/$slug/stands/$standId", params: { slug, standId: target.standId } });
      case "filter":
        return navigate({ to: "/o/$slug", params: { slug }, search: target.search as HomeSearch });
    }
  };
}

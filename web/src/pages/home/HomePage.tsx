import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { ConnectFirstStand } from "@/components/ConnectFirstStand.tsx";
import { PageHeader } from "@/components/PageHeader.tsx";
import { NothingFits } from "@/pages/home/NothingFits.tsx";
import { useHomeView } from "@/pages/home/useHomeView.ts";
import { FilterBar } from "@/runs/filter/FilterBar.tsx";
import { FilterChips } from "@/runs/filter/FilterChips.tsx";
import { RangePicker } from "@/runs/filter/RangePicker.tsx";
import { overviewQuery } from "@/runs/queries.ts";
import { RunsOverview } from "@/runs/RunsOverview.tsx";
import { texts } from "@/texts/index.ts";

const route = getRouteApi("/signed-in/o/$slug/");

/** What happened: figures, history and runs of a time, with any filter. */
export function HomePage() {
  const { slug } = route.useParams();
  const { filter, view, setFilter, setView } = useHomeView();
  const overview = useQuery(overviewQuery(slug, filter));
  if (overview.data && !overview.data.organisation_has_runs) {
    return (
      <>
        <PageHeader title={texts.home.title} />
        <ConnectFirstStand slug={slug} />
      </>
    );
  }
  return (
    <>
      <PageHeader title={texts.home.title} actions={<RangePicker filter={filter} onChange={setFilter} />} />
      <Stack gap="md">
        <Stack gap="xs">
          <FilterBar slug={slug} filter={filter} onChange={setFilter} />
          <FilterChips slug={slug} filter={filter} onChange={setFilter} />
        </Stack>
        <RunsOverview
          slug={slug}
          filter={filter}
          view={view}
          onFilter={setFilter}
          onView={setView}
          empty={<NothingFits filter={filter} onChange={setFilter} />}
        />
      </Stack>
    </>
  );
}

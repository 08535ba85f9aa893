import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { AnalysisFrame } from "@/analysis/AnalysisFrame.tsx";
import { toggled } from "@/analysis/more.ts";
import { NothingFits } from "@/pages/home/NothingFits.tsx";
import { YieldControlPanel } from "@/pages/yield/control/YieldControlPanel.tsx";
import { summaryQuery } from "@/pages/yield/queries.ts";
import { RolledYieldPanel } from "@/pages/yield/RolledYieldPanel.tsx";
import { useYieldView } from "@/pages/yield/useYieldView.ts";
import { YieldGroupsPanel } from "@/pages/yield/YieldGroupsPanel.tsx";
import { YieldHistoryPanel } from "@/pages/yield/YieldHistoryPanel.tsx";
import { YieldNotes } from "@/pages/yield/YieldNotes.tsx";
import { YieldTiles } from "@/pages/yield/YieldTiles.tsx";
import { texts } from "@/texts/index.ts";

/** How good the process is: yields with their uncertainty, over time, by anything, and of the whole route. */
export function YieldPage() {
  const { slug, filter, view, setFilter, setView } = useYieldView();
  const summary = useQuery(summaryQuery(slug, filter));
  const isEmpty = summary.data?.now.run_count === 0;
  return (
    <AnalysisFrame slug={slug} title={texts.yield.title} filter={filter} onFilter={setFilter}>
      {isEmpty ? (
        <NothingFits filter={filter} onChange={setFilter} />
      ) : (
        <Stack gap="md">
          <YieldTiles slug={slug} filter={filter} summary={summary} />
          <YieldNotes notes={summary.data?.notes ?? []} />
          <YieldHistoryPanel
            slug={slug}
            filter={filter}
            bucket={view.bucket}
            onBucket={(bucket) => setView({ ...view, bucket })}
            onFilter={setFilter}
          />
          <YieldControlPanel slug={slug} filter={filter} view={view} onView={setView} />
          <YieldGroupsPanel slug={slug} filter={filter} view={view} onView={setView} onFilter={setFilter} />
          <RolledYieldPanel
            slug={slug}
            filter={filter}
            isAll={view.more?.includes("parts") ?? false}
            onToggle={() => setView({ ...view, more: toggled(view.more, "parts") })}
          />
        </Stack>
      )}
    </AnalysisFrame>
  );
}

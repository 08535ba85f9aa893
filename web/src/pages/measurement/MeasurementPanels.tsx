import { SimpleGrid } from "@mantine/core";
import { useCallback, useMemo } from "react";
import { analysisFiles } from "@/analysis/files.ts";
import { BinDrawer } from "@/pages/measurement/bin/BinDrawer.tsx";
import { type Bin, binAddress, readBin } from "@/pages/measurement/bin/bin.ts";
import { ControlPanel } from "@/pages/measurement/control/ControlPanel.tsx";
import { CorrelationPanel } from "@/pages/measurement/correlation/CorrelationPanel.tsx";
import { Doubts } from "@/pages/measurement/figures/Doubts.tsx";
import { MeasurementTiles } from "@/pages/measurement/figures/MeasurementTiles.tsx";
import { GroupsPanel } from "@/pages/measurement/groups/GroupsPanel.tsx";
import { HistogramPanel } from "@/pages/measurement/histogram/HistogramPanel.tsx";
import { measurementName } from "@/pages/measurement/measurementName.ts";
import type { Series } from "@/pages/measurement/queries.ts";
import type { MeasurementSearch } from "@/pages/measurement/search.ts";
import { WhatIfPanel } from "@/pages/measurement/whatIf/WhatIfPanel.tsx";
import type { RunFilter } from "@/runs/runFilter.ts";

const KINDS = ["csv", "xlsx", "parquet"] as const;

/** Figures, control chart, distribution, other limits, side by side. */
export function MeasurementPanels(props: {
  slug: string;
  filter: RunFilter;
  series: Series;
  search: MeasurementSearch;
  change: (changed: Partial<MeasurementSearch>, replace?: boolean) => void;
}) {
  const { slug, filter, series, search, change } = props;
  const { lower, upper, chart, size, rules } = search;
  const name = measurementName(series.measurement);
  const tried = useMemo(() => ({ lower, upper }), [lower, upper]);
  const bin = readBin(search.bin);
  const openBin = useCallback((chosen: Bin) => change({ bin: binAddress(chosen) }), [change]);
  const files = analysisFiles(slug, "series/values", { ...filter, series: search.series }, KINDS);
  return (
    <>
      <MeasurementTiles slug={slug} series={series} />
      <Doubts series={series} />
      <ControlPanel
        slug={slug}
        filter={filter}
        series={series}
        name={name}
        choices={{ chart, size, rules }}
        files={files}
        figures={analysisFiles(slug, "series", { ...filter, series: search.series, chart, size, rules })}
        onChoices={(changed) => change(changed, true)}
      />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <HistogramPanel series={series} name={name} tried={tried} files={files} onBin={openBin} />
        <WhatIfPanel
          slug={slug}
          filter={filter}
          series={series}
          tried={tried}
          onTried={(limits) => change({ lower: limits.lower, upper: limits.upper }, true)}
        />
      </SimpleGrid>
      <GroupsPanel
        slug={slug}
        filter={filter}
        series={series}
        name={name}
        by={search.by ?? "stand"}
        view={search.view ?? "boxes"}
        onBy={(by) => change({ by }, true)}
        onView={(view) => change({ view: view === "curves" ? view : undefined }, true)}
      />
      <CorrelationPanel
        slug={slug}
        filter={filter}
        measurement={series.measurement}
        other={search.other}
        onOther={(other) => change({ other })}
      />
      {bin && (
        <BinDrawer
          slug={slug}
          filter={filter}
          measurement={series.measurement}
          bin={bin}
          close={() => change({ bin: undefined }, true)}
        />
      )}
    </>
  );
}

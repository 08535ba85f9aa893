import { Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/PageHeader.tsx";
import { FilterBar } from "@/runs/filter/FilterBar.tsx";
import { FilterChips } from "@/runs/filter/FilterChips.tsx";
import { RangePicker } from "@/runs/filter/RangePicker.tsx";
import type { RunFilter } from "@/runs/runFilter.ts";

/** What stands around each page of the analysis: its name, the time, the filter. */
export function AnalysisFrame(props: {
  slug: string;
  title: string;
  filter: RunFilter;
  onFilter: (filter: RunFilter) => void;
  /** Beside the range. */
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { slug, filter, onFilter } = props;
  return (
    <>
      <PageHeader
        title={props.title}
        actions={
          <Group gap="sm">
            {props.actions}
            <RangePicker filter={filter} onChange={onFilter} />
          </Group>
        }
      />
      <Stack gap="md">
        <Stack gap="xs">
          <FilterBar slug={slug} filter={filter} onChange={onFilter} />
          <FilterChips slug={slug} filter={filter} onChange={onFilter} />
        </Stack>
        {props.children}
      </Stack>
    </>
  );
}

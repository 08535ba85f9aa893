import { Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { PictureAbout } from "@/charts/pictureAbout.ts";
import { PageHeader } from "@/components/PageHeader.tsx";
import { aboutText } from "@/runs/filter/aboutText.ts";
import { FilterBar } from "@/runs/filter/FilterBar.tsx";
import { FilterChips } from "@/runs/filter/FilterChips.tsx";
import { RangePicker } from "@/runs/filter/RangePicker.tsx";
import { useChips } from "@/runs/filter/useChips.ts";
import type { NameField, RunFilter } from "@/runs/runFilter.ts";

/** What stands around each page of the analysis: its name, the time, the filter. */
export function AnalysisFrame(props: {
  slug: string;
  title: string;
  filter: RunFilter;
  onFilter: (filter: RunFilter) => void;
  /** Below the title. */
  subtitle?: ReactNode;
  /** Beside the range. */
  actions?: ReactNode;
  /** Conditions that the page itself has decided. */
  without?: NameField[];
  /** The page has times of its own. */
  withoutRange?: boolean;
  children: ReactNode;
}) {
  const { slug, filter, onFilter } = props;
  const about = aboutText(filter, useChips(slug, filter));
  return (
    <>
      <PageHeader
        title={props.title}
        subtitle={props.subtitle}
        actions={
          <Group gap="sm">
            {props.actions}
            {!props.withoutRange && <RangePicker filter={filter} onChange={onFilter} />}
          </Group>
        }
      />
      <Stack gap="md">
        <Stack gap="xs">
          <FilterBar slug={slug} filter={filter} onChange={onFilter} without={props.without} />
          <FilterChips slug={slug} filter={filter} onChange={onFilter} />
        </Stack>
        <PictureAbout value={about}>{props.children}</PictureAbout>
      </Stack>
    </>
  );
}

import { Stack } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { runsQuery } from "@/runs/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { ColumnChooser } from "@/runs/table/ColumnChooser.tsx";
import { Pager } from "@/runs/table/Pager.tsx";
import { RunTable } from "@/runs/table/RunTable.tsx";
import { useColumns } from "@/runs/table/useColumns.ts";
import { sortedBy, type TableView } from "@/runs/tableView.ts";
import { texts } from "@/texts/index.ts";

const ROWS_EXPECTED = 12;

/** The runs that a filter lets pass, sorted and page by page. `view` is kept by the page, in its address. */
export function RunTablePanel(props: {
  slug: string;
  filter: RunFilter;
  view: TableView;
  onView: (view: TableView) => void;
  /** Beside the column chooser, such as downloads. */
  actions?: ReactNode;
  /** Instead of a table without rows. */
  empty: ReactNode;
}) {
  const { slug, filter, view, onView } = props;
  const { columns, setNames } = useColumns();
  const runs = useQuery({ ...runsQuery(slug, filter, view), placeholderData: keepPreviousData });
  if (runs.isError && !runs.data) {
    return <Trouble error={runs.error} again={() => void runs.refetch()} />;
  }
  if (runs.data?.runs.length === 0 && !runs.isPlaceholderData) return props.empty;
  return (
    <Panel
      title={texts.runs.table.title}
      actions={
        <>
          {props.actions}
          <ColumnChooser shown={columns} onChange={setNames} />
        </>
      }
    >
      <Stack gap="sm">
        <RunTable
          slug={slug}
          columns={columns}
          runs={runs.data?.runs}
          rowsExpected={ROWS_EXPECTED}
          isStale={runs.isPlaceholderData}
          view={view}
          onSort={(sort) => onView(sortedBy(view, sort))}
        />
        <Pager page={runs.data} view={view} onView={onView} />
      </Stack>
    </Panel>
  );
}

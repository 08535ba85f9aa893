import { Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { ExportMenu } from "@/export/ExportMenu.tsx";
import { exportColumns, exportQuery } from "@/export/exportQuery.ts";
import { NewRunsPill } from "@/live/NewRunsPill.tsx";
import { useRunsNews } from "@/live/useRunsNews.ts";
import { runsQuery } from "@/runs/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { ColumnChooser } from "@/runs/table/ColumnChooser.tsx";
import { Pager } from "@/runs/table/Pager.tsx";
import { RunCards } from "@/runs/table/RunCards.tsx";
import { RunTable } from "@/runs/table/RunTable.tsx";
import { SortSelect } from "@/runs/table/SortSelect.tsx";
import { useColumns } from "@/runs/table/useColumns.ts";
import { firstPage, sortedBy, type TableView } from "@/runs/tableView.ts";
import { texts } from "@/texts/index.ts";

const ROWS_EXPECTED = 12;
const NARROW = "(max-width: 36em)";

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
  const isNarrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  const news = useRunsNews(slug, !view.cursor);
  const runs = useQuery({ ...runsQuery(slug, filter, view), placeholderData: keepPreviousData });
  if (runs.isError && !runs.data) {
    return <Trouble error={runs.error} again={() => void runs.refetch()} />;
  }
  if (runs.data?.runs.length === 0 && !runs.isPlaceholderData) return props.empty;
  const shown = {
    slug,
    runs: runs.data?.runs,
    rowsExpected: ROWS_EXPECTED,
    isStale: runs.isPlaceholderData,
  };
  const showNews = () => {
    news.show();
    if (view.cursor) onView(firstPage(view));
  };
  return (
    <Panel
      title={texts.runs.table.title}
      actions={
        <>
          {props.actions}
          <ExportMenu
            slug={slug}
            query={exportQuery(filter)}
            columns={exportColumns(columns.map((column) => column.name))}
            total={runs.data?.total}
          />
          {isNarrow ? (
            <SortSelect view={view} onView={onView} />
          ) : (
            <ColumnChooser shown={columns} onChange={setNames} />
          )}
        </>
      }
    >
      <NewRunsPill hasNews={news.hasNews} onShow={showNews} />
      <Stack gap="sm">
        {isNarrow ? (
          <RunCards {...shown} />
        ) : (
          <RunTable
            {...shown}
            columns={columns}
            view={view}
            onSort={(sort) => onView(sortedBy(view, sort))}
          />
        )}
        <Pager page={runs.data} view={view} onView={onView} />
      </Stack>
    </Panel>
  );
}

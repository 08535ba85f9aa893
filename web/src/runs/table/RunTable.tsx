import { useHotkeys } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, type MouseEvent, useRef } from "react";
import type { RunRow } from "@/runs/queries.ts";
import type { Column } from "@/runs/table/columns.tsx";
import { moveOf, rowAfter } from "@/runs/table/keys.ts";
import { RunTableHead } from "@/runs/table/RunTableHead.tsx";
import { RunTableSkeleton } from "@/runs/table/RunTableSkeleton.tsx";
import type { RunSort, TableView } from "@/runs/tableView.ts";
import { texts } from "@/texts/index.ts";
import classes from "./RunTable.module.css";

/** Runs row by row. A click or Enter opens the run; arrows, j and k move between rows. */
export function RunTable(props: {
  slug: string;
  columns: Column[];
  /** Nothing while the first page is loading. */
  runs?: RunRow[];
  rowsExpected: number;
  /** What is shown is about to be replaced. */
  isStale: boolean;
  view: TableView;
  onSort: (sort: RunSort) => void;
}) {
  const { slug, columns, runs } = props;
  const navigate = useNavigate();
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = () => [...(body.current?.rows ?? [])];
  const focusRow = (index: number) => rows()[index]?.focus();
  useHotkeys([
    ["j", () => focusRow(0)],
    ["k", () => focusRow(rows().length - 1)],
  ]);
  const open = (run: RunRow) =>
    void navigate({ to: "/o/$slug/runs/$runId", params: { slug, runId: run.id } });
  const press = (event: KeyboardEvent<HTMLTableRowElement>, run: RunRow, index: number) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moveOf(event.key);
    if (event.key !== "Enter" && !move) return;
    event.preventDefault();
    // The page listens for j and k as well, for when no row has the focus.
    event.nativeEvent.stopImmediatePropagation();
    if (move) focusRow(rowAfter(index, move, rows().length));
    else open(run);
  };
  const click = (event: MouseEvent<HTMLTableRowElement>, run: RunRow) => {
    const isLink = (event.target as Element).closest("a, button") !== null;
    const isSelecting = window.getSelection()?.toString() !== "";
    if (!isLink && !isSelecting) open(run);
  };
  return (
    <div className={classes.frame} data-stale={props.isStale}>
      <table className={classes.table} aria-busy={!runs}>
        <caption className="visually-hidden">
          {texts.runs.table.caption}: {texts.runs.table.keys}
        </caption>
        <RunTableHead columns={columns} view={props.view} onSort={props.onSort} />
        {runs ? (
          <tbody ref={body}>
            {runs.map((run, index) => (
              <tr
                key={run.id}
                className={classes.row}
                tabIndex={index === 0 ? 0 : -1}
                onClick={(event) => click(event, run)}
                onKeyDown={(event) => press(event, run, index)}
              >
                {columns.map((column) => (
                  <td key={column.name} data-number={column.isNumber}>
                    {column.cell(run, slug)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ) : (
          <RunTableSkeleton columns={columns.length} rows={props.rowsExpected} />
        )}
      </table>
    </div>
  );
}

import { IconArrowNarrowDown, IconArrowNarrowUp } from "@tabler/icons-react";
import type { Column } from "@/runs/table/columns.tsx";
import type { RunSort, TableView } from "@/runs/tableView.ts";
import { texts } from "@/texts/index.ts";
import classes from "./RunTable.module.css";

export function RunTableHead(props: { columns: Column[]; view: TableView; onSort: (sort: RunSort) => void }) {
  const sorted = props.view.sort ?? "start";
  const isUp = props.view.direction === "asc";
  const Icon = isUp ? IconArrowNarrowUp : IconArrowNarrowDown;
  return (
    <thead>
      <tr>
        {props.columns.map(({ name, sort, isNumber }) => (
          <th
            key={name}
            scope="col"
            data-number={isNumber}
            aria-sort={sort === sorted ? (isUp ? "ascending" : "descending") : undefined}
          >
            {sort ? (
              <button type="button" className={classes.sort} onClick={() => props.onSort(sort)}>
                {texts.runs.table.columns[name]}
                <Icon size={14} stroke={2} aria-hidden />
              </button>
            ) : (
              <span className={classes.plain}>{texts.runs.table.columns[name]}</span>
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
}

import { Table, Tooltip } from "@mantine/core";
import { IconArrowNarrowDown, IconArrowNarrowUp } from "@tabler/icons-react";
import { Hinted } from "@/components/Hinted.tsx";
import classes from "./SortHead.module.css";

/** The head of a column that says what it means, and that a table may be sorted by. */
export function SortHead<Name extends string>(props: {
  label: string;
  /** What the figures below mean. */
  hint?: string;
  isNumber?: boolean;
  /** Nothing where the table cannot be sorted by this column. */
  name?: Name;
  sorted?: Name;
  direction?: "asc" | "desc";
  onSort?: (name: Name) => void;
}) {
  const { label, name, direction, onSort } = props;
  const isSorted = name !== undefined && name === props.sorted;
  const Icon = direction === "asc" ? IconArrowNarrowUp : IconArrowNarrowDown;
  const order = direction === "asc" ? "ascending" : "descending";
  return (
    <Table.Th ta={props.isNumber ? "right" : undefined} aria-sort={isSorted ? order : undefined}>
      {name !== undefined && onSort ? (
        <Tooltip label={props.hint} disabled={!props.hint} multiline maw={320}>
          <button
            type="button"
            className={classes.sort}
            data-sorted={isSorted || undefined}
            onClick={() => onSort(name)}
          >
            {label}
            <Icon size={14} stroke={2} aria-hidden />
          </button>
        </Tooltip>
      ) : props.hint ? (
        <Hinted hint={props.hint}>{label}</Hinted>
      ) : (
        label
      )}
    </Table.Th>
  );
}

import { useLocalStorage } from "@mantine/hooks";
import { COLUMNS, COLUMNS_SHOWN, type ColumnName } from "@/runs/table/columns.tsx";

/** The columns that this person wants to see, kept in the browser. */
export function useColumns() {
  const [kept, setNames] = useLocalStorage<ColumnName[]>({
    key: "standcloud-run-columns",
    defaultValue: COLUMNS_SHOWN,
    getInitialValueInEffect: false,
  });
  // What is kept may be of another version, or of somebody's making.
  const names = Array.isArray(kept) ? kept : COLUMNS_SHOWN;
  const columns = COLUMNS.filter((column) => names.includes(column.name));
  return { columns: columns.length > 0 ? columns : COLUMNS, setNames };
}

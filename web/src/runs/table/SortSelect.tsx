import { Select } from "@mantine/core";
import { firstPage, type RunSort, SORTS, type SortDirection, type TableView } from "@/runs/tableView.ts";
import { texts } from "@/texts/index.ts";

/** Where no heads of columns can be clicked. */
export function SortSelect(props: { view: TableView; onView: (view: TableView) => void }) {
  const { view, onView } = props;
  const words = texts.runs.table;
  const orders = SORTS.flatMap((sort) => [
    { value: `${sort} desc`, label: `${words.columns[sort]} ↓` },
    { value: `${sort} asc`, label: `${words.columns[sort]} ↑` },
  ]);
  const change = (value: string | null) => {
    const [sort, direction] = (value ?? "start desc").split(" ");
    onView(firstPage({ ...view, sort: sort as RunSort, direction: direction as SortDirection }));
  };
  return (
    <Select
      size="xs"
      w={140}
      aria-label={words.sort}
      allowDeselect={false}
      data={orders}
      value={`${view.sort ?? "start"} ${view.direction ?? "desc"}`}
      onChange={change}
    />
  );
}

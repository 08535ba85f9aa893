import { Button, Menu, Text } from "@mantine/core";
import { IconDownload, IconFileSpreadsheet, IconFileText } from "@tabler/icons-react";
import type { ExportKind } from "@/export/download.ts";
import { useExport } from "@/export/useExport.tsx";
import { countText } from "@/format/number.ts";
import { texts } from "@/texts/index.ts";

/** More rows than this do not fit a sheet of Excel. */
const SHEET_ROWS_MAX = 1_048_575;

/**
 * All runs of a filter as a file. `query` holds the parameters of the filter as the API takes them,
 * `columns` which columns (all when left out), `total` how many runs there are, if that is known.
 */
export function ExportMenu(props: {
  slug: string;
  query: URLSearchParams;
  columns?: string[];
  total?: number;
}) {
  const { start, isRunning } = useExport();
  const begin = (kind: ExportKind) => {
    const query = new URLSearchParams(props.query);
    if (props.columns) query.set("columns", props.columns.join(","));
    void start({ slug: props.slug, kind, query });
  };
  const isTooLong = (props.total ?? 0) > SHEET_ROWS_MAX;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={16} stroke={1.6} />}
          disabled={isRunning || props.total === 0}
        >
          {texts.export.button}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {props.total !== undefined && <Menu.Label>{texts.export.rows(countText(props.total))}</Menu.Label>}
        <Menu.Item
          leftSection={<IconFileSpreadsheet size={18} stroke={1.6} />}
          disabled={isTooLong}
          onClick={() => begin("xlsx")}
        >
          {texts.export.xlsx}
          <Text size="xs" c="dimmed">
            {isTooLong ? texts.export.tooLong : texts.export.xlsxHint}
          </Text>
        </Menu.Item>
        <Menu.Item leftSection={<IconFileText size={18} stroke={1.6} />} onClick={() => begin("csv")}>
          {texts.export.csv}
          <Text size="xs" c="dimmed">
            {texts.export.csvHint}
          </Text>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

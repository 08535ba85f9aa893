import { Button, Group, Table, Text } from "@mantine/core";
import { useState } from "react";
import { analysisFiles } from "@/analysis/files.ts";
import { SortHead } from "@/analysis/SortHead.tsx";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { countText } from "@/format/number.ts";
import { texts } from "@/texts/index.ts";
import { MeasurementRow } from "./MeasurementRow.tsx";
import type { MeasurementDifference } from "./queries.ts";
import { queryOf, type Sides } from "./sides.ts";

const SHOWN = 12;
const words = texts.compare.measurements;

/** Measurements that lie elsewhere, or scatter otherwise, on one side. */
export function MeasurementsPanel(props: {
  title: string;
  slug: string;
  sides: Sides;
  plan?: string | null;
  /** Below the title. */
  hint?: string;
  rows: MeasurementDifference[];
  compared: number;
  isExported?: boolean;
}) {
  const { slug, sides, rows } = props;
  const [isAll, setIsAll] = useState(false);
  const shown = isAll ? rows : rows.slice(0, SHOWN);
  const files = props.isExported ? analysisFiles(slug, "compare", queryOf(sides)) : undefined;
  return (
    <ChartPanel
      title={props.title}
      files={files}
      actions={
        <Text size="sm" c="dimmed">
          {words.count(countText(props.compared))}
        </Text>
      }
    >
      {props.hint && (
        <Text size="xs" c="dimmed" mb="xs">
          {props.hint}
        </Text>
      )}
      {rows.length === 0 ? (
        <Text c="dimmed">{words.empty}</Text>
      ) : (
        <TableFrame minWidth={900}>
          <Table verticalSpacing={6} highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <SortHead label={words.name} />
                <SortHead label={words.a} isNumber />
                <SortHead label={words.b} isNumber />
                <SortHead label={words.effect} hint={words.hints.effect} isNumber />
                <SortHead label={words.verdict} />
                <SortHead label={words.ratio} hint={words.hints.ratio} isNumber />
                <SortHead label={words.verdict} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((row) => (
                <MeasurementRow
                  key={row.measurement.series}
                  slug={slug}
                  sides={sides}
                  plan={props.plan}
                  row={row}
                />
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      )}
      {shown.length < rows.length && (
        <Group justify="center" mt="xs">
          <Button size="xs" variant="default" onClick={() => setIsAll(true)}>
            {texts.compare.steps.more}
          </Button>
        </Group>
      )}
    </ChartPanel>
  );
}

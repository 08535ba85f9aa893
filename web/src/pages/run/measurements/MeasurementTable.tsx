import { Button, Group, Table, Text } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { TableFrame } from "@/components/TableFrame.tsx";
import { countText, valueText } from "@/format/number.ts";
import { LimitBar } from "@/pages/run/measurements/LimitBar.tsx";
import { limitsText, zoneOf } from "@/pages/run/measurements/limits.ts";
import { MeasurementName } from "@/pages/run/measurements/MeasurementName.tsx";
import { useMeasurements } from "@/pages/run/measurements/useMeasurements.ts";
import type { RunCase, RunMeasurement } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";
import classes from "./MeasurementTable.module.css";

const t = texts.run.measurements;
const TEXT_LENGTH_MAX = 80;

/** What a case has measured; a long list grows on demand. */
export function MeasurementTable({ moduleId, testCase }: { moduleId: string; testCase: RunCase }) {
  const { shown, left, isLoading, error, showMore } = useMeasurements(moduleId, testCase);
  return (
    <>
      <TableFrame minWidth={560}>
        <Table className={classes.table} verticalSpacing={4} horizontalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.name}</Table.Th>
              <Table.Th ta="right">{t.value}</Table.Th>
              <Table.Th>{t.limits}</Table.Th>
              <Table.Th>{t.where}</Table.Th>
              <Table.Th>{t.result}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((measurement) => (
              <Row
                key={measurement.position}
                measurement={measurement}
                name={
                  <MeasurementName
                    place={{ module: moduleId, case: testCase.id }}
                    inCase={shown}
                    measurement={measurement}
                  />
                }
              />
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
      {left > 0 && (
        <Group gap="sm" mt="xs">
          <Button size="compact-sm" variant="default" onClick={showMore} loading={isLoading}>
            {t.more(Math.min(left, 100))}
          </Button>
          <Text size="sm" c="dimmed" role={error ? "alert" : undefined}>
            {error?.message ?? t.rest(countText(left))}
          </Text>
        </Group>
      )}
    </>
  );
}

function Row({ measurement, name }: { measurement: RunMeasurement; name: ReactNode }) {
  const { value } = measurement;
  const zone = zoneOf(measurement);
  const limits = limitsText(measurement);
  return (
    <Table.Tr className={classes.row} data-failed={measurement.result === false || undefined}>
      <Table.Td className={classes.name}>{name}</Table.Td>
      <Table.Td className={typeof value === "number" ? classes.number : classes.text}>
        {typeof value === "number" ? valueText(value) : <TextValue text={value} />}
        {measurement.unit && <span className={classes.soft}> {measurement.unit}</span>}
      </Table.Td>
      <Table.Td className={classes.limits}>
        {limits ?? <span className={classes.soft}>{texts.run.without}</span>}
        {limits && typeof value === "string" && !measurement.case_sensitive && (
          <span className={classes.soft}> {t.anyCase}</span>
        )}
      </Table.Td>
      <Table.Td>
        {zone && typeof value === "number" && (
          <LimitBar value={value} zone={zone} result={measurement.result} />
        )}
      </Table.Td>
      <Table.Td>
        <Result result={measurement.result} />
      </Table.Td>
    </Table.Tr>
  );
}

/** A text that would fill the page is folded. */
function TextValue({ text }: { text: string }) {
  if (text.length <= TEXT_LENGTH_MAX) return text;
  return (
    <details className={classes.long}>
      <summary>{`${Array.from(text.slice(0, TEXT_LENGTH_MAX)).slice(0, -1).join("")} …`}</summary>
      {text}
    </details>
  );
}

function Result({ result }: { result: boolean | null | undefined }) {
  if (result === true) {
    return (
      <span className={classes.passed}>
        <IconCheck size={14} stroke={2.2} aria-hidden /> {t.passed}
      </span>
    );
  }
  if (result === false) {
    return (
      <span className={classes.failed}>
        <IconX size={14} stroke={2.2} aria-hidden /> {t.failed}
      </span>
    );
  }
  return <span className={classes.notCompared}>{t.notCompared}</span>;
}

import { Table, Text } from "@mantine/core";
import { effectText, figureText, pText } from "@/analysis/statisticsText.ts";
import { Hinted } from "@/components/Hinted.tsx";
import { AnchorLink } from "@/components/links.tsx";
import { countText } from "@/format/number.ts";
import { measurementName, stepName } from "@/pages/plan/capability/measurementName.ts";
import { texts } from "@/texts/index.ts";
import type { MeasurementDifference } from "./queries.ts";
import { filterOfBoth, type Sides } from "./sides.ts";
import { VerdictBadge } from "./VerdictBadge.tsx";

const { none } = texts.compare;

/** One measurement on both sides. */
export function MeasurementRow(props: {
  slug: string;
  sides: Sides;
  plan?: string | null;
  row: MeasurementDifference;
}) {
  const { slug, sides, row } = props;
  const { measurement } = row;
  const plan = props.plan ? [props.plan] : undefined;
  // The page of the measurement tells the sides apart, too.
  const by = (["stand", "batch", "revision"] as const).find((name) => sides.a[name]);
  const search = { ...filterOfBoth(sides), plan, series: measurement.series, by };
  const isDuration = measurement.kind === "step_duration";
  return (
    <Table.Tr>
      <Table.Td maw={230}>
        <AnchorLink size="sm" fw={600} to="/o/$slug/measurement" params={{ slug }} search={search}>
          {isDuration ? measurement.case : measurementName(measurement)}
        </AnchorLink>
        <Text size="xs" c="dimmed" truncate>
          {isDuration ? measurement.module : stepName(measurement)}
        </Text>
      </Table.Td>
      <Mean side={row.a} unit={measurement.unit} />
      <Mean side={row.b} unit={measurement.unit} />
      <Table.Td ta="right">
        <WithP p={row.mean_p_corrected}>
          {row.effect_sigmas == null ? none : effectText(row.effect_sigmas)}
        </WithP>
      </Table.Td>
      <Table.Td>
        <VerdictBadge kind="mean" verdict={row.mean_verdict} />
      </Table.Td>
      <Table.Td ta="right">
        <WithP p={row.sigma_p_corrected}>
          {row.sigma_ratio == null ? none : `× ${row.sigma_ratio.toFixed(2)}`}
        </WithP>
      </Table.Td>
      <Table.Td>
        <VerdictBadge kind="scatter" verdict={row.sigma_verdict} />
      </Table.Td>
    </Table.Tr>
  );
}

function Mean({ side, unit }: { side: MeasurementDifference["a"]; unit: string }) {
  return (
    <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
      {side.mean == null ? none : `${figureText(side.mean, side.sigma)} ${unit}`}
      <Text size="xs" c="dimmed">
        σ {side.sigma == null ? none : figureText(side.sigma)} · n {countText(side.values)}
      </Text>
    </Table.Td>
  );
}

function WithP({ p, children }: { p?: number | null; children: string }) {
  return p == null ? children : <Hinted hint={`p ${pText(p)}`}>{children}</Hinted>;
}

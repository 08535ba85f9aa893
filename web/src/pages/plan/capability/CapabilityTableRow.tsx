import { Box, Group, Table, Text, Tooltip } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { figureText, indexText } from "@/analysis/statisticsText.ts";
import { Sparkline } from "@/charts/Sparkline.tsx";
import { AnchorLink } from "@/components/links.tsx";
import { countText, percentText } from "@/format/number.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import type { CapabilityRow } from "../queries.ts";
import { measurementName, stepName } from "./measurementName.ts";
import { DriftBadge, RiskBadge } from "./RiskBadge.tsx";
import { SpreadBar } from "./SpreadBar.tsx";

const words = texts.plan.capability;

/** One measurement: what to think of it, and the figures behind that. */
export function CapabilityTableRow(props: { slug: string; filter: RunFilter; row: CapabilityRow }) {
  const { slug, filter, row } = props;
  const { measurement, failed } = row;
  const search = { ...filter, series: measurement.series };
  const { none } = texts.plan;
  return (
    <Table.Tr>
      <Table.Td maw={300}>
        <AnchorLink size="sm" fw={600} to="/o/$slug/measurement" params={{ slug }} search={search}>
          {measurementName(measurement)}
        </AnchorLink>
        <Text size="xs" c="dimmed" truncate title={stepName(measurement)}>
          {stepName(measurement)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={4} wrap="nowrap">
          <RiskBadge risk={row.risk} />
          <DriftBadge drift={row.drift} />
          <Notes row={row} />
        </Group>
      </Table.Td>
      <Table.Td ta="right">
        {failed.all === 0 ? (
          <Text size="sm" c="dimmed">
            {none}
          </Text>
        ) : (
          <Tooltip label={words.failedOf(countText(failed.part), countText(failed.all))}>
            <Box component="span" tabIndex={failed.part === 0 ? 0 : undefined}>
              {failed.part === 0 ? (
                percentText(0, failed.all)
              ) : (
                <RunsLink slug={slug} query={row.failed_runs}>
                  {percentText(failed.part, failed.all, 2)}
                </RunsLink>
              )}
            </Box>
          </Tooltip>
        )}
      </Table.Td>
      <Table.Td ta="right">
        {row.ppk == null ? none : indexText(row.ppk)}
        {row.ppk_lower != null && (
          <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
            {words.atLeast(indexText(row.ppk_lower))}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Trend row={row} />
      </Table.Td>
      <Table.Td>
        <Where row={row} />
      </Table.Td>
      <Table.Td style={{ whiteSpace: "nowrap" }}>
        {row.limits?.text || words.noLimits} {row.limits && measurement.unit}
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
        {row.mean == null ? none : figureText(row.mean, row.sigma)}
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
        {row.sigma == null ? none : figureText(row.sigma)}
      </Table.Td>
      <Table.Td ta="right">{row.cpk == null ? none : indexText(row.cpk)}</Table.Td>
      <Table.Td ta="right">{countText(row.values)}</Table.Td>
    </Table.Tr>
  );
}

function Notes({ row }: { row: CapabilityRow }) {
  if (row.notes.length === 0) return null;
  const label = row.notes.map((note) => note.text).join("\n");
  return (
    <Tooltip label={label} multiline maw={320} style={{ whiteSpace: "pre-line" }}>
      <IconInfoCircle
        size={16}
        stroke={1.8}
        color="var(--soft)"
        role="img"
        aria-label={`${words.notes(row.notes.length)}: ${label}`}
        tabIndex={0}
      />
    </Tooltip>
  );
}

function Where({ row }: { row: CapabilityRow }) {
  const { mean, minimum, maximum, limits } = row;
  if (mean == null || minimum == null || maximum == null || limits?.kind !== "inside") return null;
  const sigma = row.sigma ?? 0;
  const spread = { mean, sigma, minimum, maximum, lower: limits.lower ?? null, upper: limits.upper ?? null };
  const label = words.spreadLabel(figureText(mean, sigma), figureText(sigma), limits.text || words.noLimits);
  return <SpreadBar spread={spread} label={label} />;
}

function Trend({ row }: { row: CapabilityRow }) {
  const [first, last] = [row.trend[0], row.trend.at(-1)];
  if (first === undefined || last === undefined) return null;
  return (
    <Sparkline
      values={row.trend}
      label={words.trendLabel(figureText(first, row.sigma), figureText(last, row.sigma))}
      isAlarming={row.drift?.is_drifting}
    />
  );
}

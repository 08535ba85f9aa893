import { Group, Table, Text, UnstyledButton } from "@mantine/core";
import { figureText } from "@/analysis/statisticsText.ts";
import { AnchorLink } from "@/components/links.tsx";
import { countText } from "@/format/number.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import { measurementName, stepName } from "../capability/measurementName.ts";
import type { RepeatabilityRow } from "./queries.ts";
import { RepeatNotes } from "./RepeatNotes.tsx";
import { shareText } from "./shares.ts";
import { ToleranceBar } from "./ToleranceBar.tsx";
import { VerdictBadge } from "./VerdictBadge.tsx";

const words = texts.repeatability;

/** One measurement: what to think of its measuring, and the figures behind that. */
export function RepeatabilityTableRow(props: {
  slug: string;
  filter: RunFilter;
  row: RepeatabilityRow;
  isOpen: boolean;
  onOpen: () => void;
}) {
  const { row, filter } = props;
  const { measurement } = row;
  const name = measurementName(measurement);
  const search = { ...filter, series: measurement.series };
  const { none } = words;
  return (
    <Table.Tr bg={props.isOpen ? "var(--accent-tint)" : undefined}>
      <Table.Td maw={240}>
        <AnchorLink
          size="sm"
          fw={600}
          to="/o/$slug/measurement"
          params={{ slug: props.slug }}
          search={search}
        >
          {name}
        </AnchorLink>
        <Text size="xs" c="dimmed" truncate title={stepName(measurement)}>
          {stepName(measurement)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={4} wrap="nowrap">
          <VerdictBadge verdict={row.verdict} />
          <RepeatNotes notes={row.notes} />
        </Group>
      </Table.Td>
      <Table.Td style={{ whiteSpace: "nowrap" }}>
        {row.units === 0 ? (
          none
        ) : (
          <UnstyledButton fz="sm" c="var(--accent)" onClick={props.onOpen} aria-label={words.look(name)}>
            {words.tested(countText(row.units), countText(row.values))}
          </UnstyledButton>
        )}
      </Table.Td>
      <Table.Td ta="right">
        <ToleranceBar share={row.tolerance_share} verdict={row.verdict} />
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
        {row.repeatability == null ? none : `${figureText(row.repeatability)} ${measurement.unit}`}
        {row.repeatability_lower != null && row.repeatability_upper != null && (
          <Text size="xs" c="dimmed">
            {words.between(figureText(row.repeatability_lower), figureText(row.repeatability_upper))}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
        {row.units_spread == null ? none : figureText(row.units_spread)}
      </Table.Td>
      <Table.Td ta="right">{row.study_share == null ? none : shareText(row.study_share)}</Table.Td>
      <Table.Td ta="right">
        {row.distinct_categories == null ? none : countText(row.distinct_categories)}
      </Table.Td>
      <Table.Td style={{ whiteSpace: "nowrap" }}>{row.limits?.text || words.noLimits}</Table.Td>
    </Table.Tr>
  );
}

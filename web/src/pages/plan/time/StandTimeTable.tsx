import { Table, UnstyledButton } from "@mantine/core";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { SortHead } from "@/analysis/SortHead.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { countText, durationText } from "@/format/number.ts";
import { texts } from "@/texts/index.ts";
import type { StandTime } from "./queries.ts";
import { SplitBar } from "./SplitBar.tsx";
import { shareText } from "./timeText.ts";

const words = texts.time;

/** The stands, one a row; a stand's name shows its days and hours. */
export function StandTimeTable(props: {
  slug: string;
  stands: StandTime[];
  /** The stand that is looked at. */
  open?: string;
  onOpen: (stand: number) => void;
}) {
  const { columns, figures: names, hints } = words;
  return (
    <TableFrame minWidth={900}>
      <Table verticalSpacing={6} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <SortHead label={columns.stand} />
            <SortHead label={columns.split} hint={hints.split} />
            <SortHead label={names.oee} hint={hints.oee} isNumber />
            <SortHead label={names.availability} hint={hints.availability} isNumber />
            <SortHead label={names.performance} hint={hints.performance} isNumber />
            <SortHead label={names.quality} hint={hints.quality} isNumber />
            <SortHead label={columns.planned} hint={hints.availability} isNumber />
            <SortHead label={columns.stops} isNumber />
            <SortHead label={names.rate} hint={hints.rate} isNumber />
            <SortHead label={columns.runs} isNumber />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.stands.map((stand) => (
            <Row
              key={stand.stand.value}
              slug={props.slug}
              stand={stand}
              isOpen={stand.stand.value === props.open}
              onOpen={() => props.onOpen(Number(stand.stand.value))}
            />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function Row(props: { slug: string; stand: StandTime; isOpen: boolean; onOpen: () => void }) {
  const { stand } = props;
  const { figures } = stand;
  const { label } = stand.stand;
  const rate = figures.runs_per_hour;
  return (
    <Table.Tr bg={props.isOpen ? "var(--accent-tint)" : undefined}>
      <Table.Td miw={90} style={{ overflowWrap: "anywhere" }}>
        <UnstyledButton
          fz="sm"
          fw={600}
          c="var(--accent)"
          onClick={props.onOpen}
          aria-label={words.look(label)}
        >
          {label}
        </UnstyledButton>
      </Table.Td>
      <Table.Td>
        <SplitBar figures={figures} />
      </Table.Td>
      <Table.Td ta="right" fw={600} style={{ whiteSpace: "nowrap" }}>
        {shareText(figures.oee)}
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
        {shareText(figures.availability)}
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
        {shareText(figures.performance)}
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
        {shareText(figures.quality)}
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
        {durationText(1000 * figures.planned_s)}
      </Table.Td>
      <Table.Td ta="right">{countText(figures.stops)}</Table.Td>
      <Table.Td ta="right">{rate == null ? words.none : rate.toFixed(1)}</Table.Td>
      <Table.Td ta="right">
        <RunsLink slug={props.slug} query={stand.runs} label={words.runsOf(countText(figures.runs), label)}>
          {countText(figures.runs)}
        </RunsLink>
      </Table.Td>
    </Table.Tr>
  );
}

import { Button, Table, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { TableFrame } from "@/components/TableFrame.tsx";
import { countText, percentText } from "@/format/number.ts";
import { type Bin, binText, type CountedBin, countedBins } from "@/pages/measurement/bin/bin.ts";
import type { Series } from "@/pages/measurement/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.bin;

/** The bars as a list, for those who do not see or cannot click the picture. */
export function BinList(props: { series: Series; onBin: (bin: Bin) => void }) {
  const { series, onBin } = props;
  const [isOpen, setOpen] = useState(false);
  const bins = series.histogram ? countedBins(series.histogram) : [];
  return (
    <div>
      <Button size="compact-sm" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {words.list} ({countText(bins.length)})
      </Button>
      {isOpen && (
        <TableFrame minWidth={280}>
          <Table verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.listed}</Table.Th>
                <Table.Th ta="right">{words.count}</Table.Th>
                <Table.Th ta="right">{words.share}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {bins.map((bin) => (
                <Row key={`${bin.min}..${bin.max}`} bin={bin} series={series} onBin={onBin} />
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      )}
    </div>
  );
}

function Row(props: { bin: CountedBin; series: Series; onBin: (bin: Bin) => void }) {
  const { bin, series } = props;
  return (
    <Table.Tr>
      <Table.Td>
        <UnstyledButton c="var(--accent)" fz="sm" onClick={() => props.onBin(bin)}>
          {binText(bin, series.measurement.unit)}
        </UnstyledButton>
      </Table.Td>
      <Table.Td ta="right">{countText(bin.count)}</Table.Td>
      <Table.Td ta="right">{percentText(bin.count, series.statistics.count)}</Table.Td>
    </Table.Tr>
  );
}

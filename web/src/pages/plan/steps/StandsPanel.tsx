import { Table } from "@mantine/core";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { SortHead } from "@/analysis/SortHead.tsx";
import { Panel } from "@/components/Panel.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { secondsText } from "@/format/seconds.ts";
import { texts } from "@/texts/index.ts";
import type { StepDurations } from "../queries.ts";

/** Which stand is slower than the others over the same steps. */
export function StandsPanel(props: { slug: string; stands: StepDurations["stands"] }) {
  const words = texts.plan.steps;
  const { columns, hints } = words;
  return (
    <Panel title={words.standsTitle}>
      <TableFrame minWidth={520}>
        <Table verticalSpacing={6} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <SortHead label={columns.stand} />
              <SortHead label={columns.here} hint={hints.here} isNumber />
              <SortHead label={columns.everywhere} hint={hints.everywhere} isNumber />
              <SortHead label={columns.difference} isNumber />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {props.stands.map((stand) => {
              const difference = stand.mean_seconds - stand.mean_seconds_everywhere;
              return (
                <Table.Tr key={stand.stand}>
                  <Table.Td>
                    <RunsLink slug={props.slug} query={stand.runs}>
                      {stand.name.label || words.noStand}
                    </RunsLink>
                  </Table.Td>
                  <Table.Td ta="right">{secondsText(stand.mean_seconds)}</Table.Td>
                  <Table.Td ta="right">{secondsText(stand.mean_seconds_everywhere)}</Table.Td>
                  <Table.Td ta="right">
                    {difference > 0 ? "+" : ""}
                    {secondsText(difference)}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </Panel>
  );
}

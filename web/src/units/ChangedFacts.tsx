import { Table } from "@mantine/core";
import { texts } from "@/texts/index.ts";
import { ChangeSection } from "@/units/ChangeSection.tsx";
import { factLabel } from "@/units/changeText.ts";
import type { RunComparison } from "@/units/queries.ts";
import classes from "./units.module.css";

/** Stand, operator, revision and the like. */
export function ChangedFacts(props: { facts: RunComparison["facts"]; labels: [string, string] }) {
  return (
    <ChangeSection
      title={texts.changes.facts}
      list={props.facts}
      columns={[texts.changes.what, ...props.labels]}
      minWidth={420}
      row={(fact) => (
        <Table.Tr key={`${fact.scope}.${fact.name}`}>
          <Table.Th scope="row" className={classes.name}>
            {factLabel(fact)}
          </Table.Th>
          <Table.Td className={classes.side}>{fact.before ?? <Empty />}</Table.Td>
          <Table.Td className={classes.side}>{fact.after ?? <Empty />}</Table.Td>
        </Table.Tr>
      )}
    />
  );
}

function Empty() {
  return <span className={classes.absent}>{texts.changes.empty}</span>;
}

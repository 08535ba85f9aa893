import { Table, Text } from "@mantine/core";
import { StatusBadge } from "@/components/StatusBadge.tsx";
import { texts } from "@/texts/index.ts";
import { ChangeSection } from "@/units/ChangeSection.tsx";
import type { ChangedCase, RunComparison } from "@/units/queries.ts";
import classes from "./units.module.css";

/** Cases that ended differently, with what they said. */
export function ChangedCases(props: { cases: RunComparison["cases"]; labels: [string, string] }) {
  return (
    <ChangeSection
      title={texts.changes.cases}
      list={props.cases}
      columns={[texts.changes.case, ...props.labels]}
      minWidth={460}
      row={(change) => (
        <Table.Tr key={`${change.module_id} ${change.case_id}`}>
          <Table.Th scope="row" className={classes.name}>
            {change.case_name}
            <span className={classes.where}>{change.module_name}</span>
          </Table.Th>
          <Outcome of={change.before} />
          <Outcome of={change.after} />
        </Table.Tr>
      )}
    />
  );
}

function Outcome({ of }: { of: ChangedCase["before"] }) {
  return (
    <Table.Td className={classes.side}>
      {of ? (
        <StatusBadge status={of.status} />
      ) : (
        <span className={classes.absent}>{texts.changes.absent}</span>
      )}
      {of?.message && (
        <Text size="xs" mt={2} lineClamp={3} title={of.message} className={classes.message}>
          {of.message}
        </Text>
      )}
    </Table.Td>
  );
}

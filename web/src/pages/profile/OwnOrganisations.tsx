import { Button, Table } from "@mantine/core";
import { useState } from "react";
import { AnchorLink } from "@/components/links.tsx";
import { Panel } from "@/components/Panel.tsx";
import { RoleBadge } from "@/pages/organisation/members/RoleBadge.tsx";
import { LeaveDialog } from "@/pages/profile/LeaveDialog.tsx";
import type { Organisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.profile;

/** Where the person belongs, and the way out. */
export function OwnOrganisations({ organisations }: { organisations: Organisation[] }) {
  const [left, setLeft] = useState<Organisation>();
  return (
    <Panel title={words.organisations}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.organisation}</Table.Th>
            <Table.Th>{words.youAre}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {organisations.map((organisation) => (
            <Table.Tr key={organisation.slug}>
              <Table.Td style={{ overflowWrap: "anywhere" }}>
                <AnchorLink to="/o/$slug" params={{ slug: organisation.slug }} size="sm" fw={600}>
                  {organisation.name}
                </AnchorLink>
              </Table.Td>
              <Table.Td>
                <RoleBadge role={organisation.role} />
              </Table.Td>
              <Table.Td align="right">
                <Button
                  size="xs"
                  variant="default"
                  aria-label={words.leaveLabel(organisation.name)}
                  onClick={() => setLeft(organisation)}
                >
                  {words.leave}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {left && <LeaveDialog organisation={left} onClose={() => setLeft(undefined)} />}
    </Panel>
  );
}

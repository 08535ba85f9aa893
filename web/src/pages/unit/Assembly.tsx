import { Text } from "@mantine/core";
import { IconCornerDownRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Instant } from "@/components/Instant.tsx";
import { AnchorLink } from "@/components/links.tsx";
import { Panel } from "@/components/Panel.tsx";
import { StatusBadge } from "@/components/StatusBadge.tsx";
import { texts } from "@/texts/index.ts";
import type { Unit, UnitParent, UnitParts } from "@/units/queries.ts";
import classes from "./unit.module.css";

/** What the unit is part of and what it is made of, as a small tree. */
export function Assembly({ slug, unit }: { slug: string; unit: Unit }) {
  const parts = unit.parts?.parts ?? [];
  if (unit.parents.length === 0 && parts.length === 0) return null;
  return (
    <Panel title={texts.unit.assembly}>
      <ul className={classes.tree}>
        {unit.parents.map((parent) => (
          <Parent key={`${parent.part_number} ${parent.serial_number}`} slug={slug} parent={parent} />
        ))}
        <li className={classes.self} data-is-part={unit.parents.length > 0 || undefined}>
          <Row hasArrow={unit.parents.length > 0}>
            <strong>{unit.serial_number}</strong>
            <span className={classes.soft}>{unit.part_number}</span>
            <span className={classes.soft}>{texts.unit.thisUnit}</span>
          </Row>
          {unit.parts && parts.length > 0 && <Parts slug={slug} of={unit.parts} />}
        </li>
      </ul>
    </Panel>
  );
}

function Parent({ slug, parent }: { slug: string; parent: UnitParent }) {
  return (
    <li>
      <Row>
        <UnitLink slug={slug} part={parent.part_number} serial={parent.serial_number} />
        <span className={classes.soft}>{parent.part_number}</span>
        {parent.last_named_at && (
          <span className={classes.soft}>
            {texts.unit.namedBy} <Instant at={parent.last_named_at} />
          </span>
        )}
        {parent.is_replaced && <span className={classes.tag}>{texts.unit.replacedSince}</span>}
      </Row>
    </li>
  );
}

function Parts({ slug, of }: { slug: string; of: UnitParts }) {
  return (
    <>
      <ul className={classes.branch}>
        {of.parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one kind without a serial number are alike
          <li key={index}>
            <Row hasArrow>
              {part.serial_number ? (
                <UnitLink slug={slug} part={part.part_number} serial={part.serial_number} />
              ) : (
                <span className={classes.soft}>{texts.unit.noSerial}</span>
              )}
              <span className={classes.soft}>
                {[part.name, part.part_number, part.revision].filter(Boolean).join(" · ")}
              </span>
              {part.last_status && <StatusBadge status={part.last_status} />}
              {part.serial_number && part.own_runs === 0 && (
                <span className={classes.soft}>{texts.unit.notTestedAlone}</span>
              )}
            </Row>
          </li>
        ))}
      </ul>
      {of.named_at && (
        <Text size="xs" c="dimmed" mt={6}>
          {texts.unit.madeOf} {texts.unit.namedBy}{" "}
          <AnchorLink to="/o/$slug/runs/$runId" params={{ slug, runId: of.named_by_run_id }} inherit>
            <Instant at={of.named_at} />
          </AnchorLink>
        </Text>
      )}
    </>
  );
}

function Row({ hasArrow, children }: { hasArrow?: boolean; children: ReactNode }) {
  return (
    <div className={classes.row}>
      {hasArrow && <IconCornerDownRight size={16} stroke={1.6} className={classes.softIcon} aria-hidden />}
      {children}
    </div>
  );
}

function UnitLink({ slug, part, serial }: { slug: string; part: string; serial: string }) {
  return (
    <AnchorLink
      to="/o/$slug/units/$partNumber/$serialNumber"
      params={{ slug, partNumber: part, serialNumber: serial }}
      inherit
    >
      {serial}
    </AnchorLink>
  );
}

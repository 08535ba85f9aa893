import { Checkbox } from "@mantine/core";
import { Instant } from "@/components/Instant.tsx";
import { AnchorLink } from "@/components/links.tsx";
import { StatusBadge } from "@/components/StatusBadge.tsx";
import { durationText } from "@/format/number.ts";
import { standNameOfRun } from "@/stands/standName.ts";
import { texts } from "@/texts/index.ts";
import { failureText } from "@/units/changeText.ts";
import type { UnitRun } from "@/units/queries.ts";
import classes from "./unit.module.css";

/** One run of the unit's history. */
export function HistoryItem(props: {
  slug: string;
  run: UnitRun;
  isSelected: boolean;
  onSelect: (() => void) | undefined;
}) {
  const { slug, run } = props;
  return (
    <li className={classes.item} data-status={run.status} data-voided={run.voided || undefined}>
      <span className={classes.dot} aria-hidden />
      <div className={classes.itemBody}>
        <div className={classes.itemHead}>
          <StatusBadge status={run.status} />
          <AnchorLink
            to="/o/$slug/runs/$runId"
            params={{ slug, runId: run.run_id }}
            fw={600}
            inherit
            className={classes.itemPlan}
          >
            {run.plan}
          </AnchorLink>
          <span>{texts.unit.attempt(run.attempt)}</span>
          {run.voided && (
            <span className={classes.tag} title={texts.unit.voidedWhy}>
              {texts.unit.voided}
            </span>
          )}
        </div>
        <div className={classes.itemFacts}>
          {run.run_at && <Instant at={run.run_at} />}
          <span>{standNameOfRun(run)}</span>
          {run.process && <span>{run.process}</span>}
          {run.duration_ms != null && <span>{durationText(run.duration_ms)}</span>}
          {run.operator && <span>{run.operator}</span>}
          {run.revision && (
            <span>
              {texts.unit.revision} {run.revision}
            </span>
          )}
          {run.error_code != null && <span>{texts.unit.errorCode(run.error_code)}</span>}
        </div>
        {run.failure && <div className={classes.failure}>{failureText(run.failure)}</div>}
      </div>
      {props.onSelect && (
        <Checkbox
          size="sm"
          checked={props.isSelected}
          onChange={props.onSelect}
          aria-label={texts.unit.select(run.plan, run.attempt)}
        />
      )}
    </li>
  );
}

import { Tooltip } from "@mantine/core";
import { Fragment } from "react";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { countText } from "@/format/number.ts";
import type { RolledYield } from "@/pages/yield/queries.ts";
import { intervalText, isUncertain, ofUnitsText, shareText } from "@/pages/yield/shareText.ts";
import { texts } from "@/texts/index.ts";
import classes from "./Stages.module.css";

/** "ICT 98.5 % of 203 × FCT 92.1 % of 198": what is multiplied, each leading to its runs. */
export function Stages(props: { slug: string; stages: RolledYield["stages"] }) {
  const words = texts.yield.rolled;
  const counted = props.stages.filter((stage) => !stage.is_repair);
  const repair = props.stages.filter((stage) => stage.is_repair);
  return (
    <div className={classes.stages}>
      {counted.map((stage, index) => (
        <Fragment key={`${stage.process}/${stage.plan}`}>
          {index > 0 && <span className={classes.times}>×</span>}
          <Stage slug={props.slug} stage={stage} />
        </Fragment>
      ))}
      {repair.map((stage) => (
        <span key={`${stage.process}/${stage.plan}`} className={classes.repair}>
          {words.notCounted} <Stage slug={props.slug} stage={stage} />
        </span>
      ))}
    </div>
  );
}

function Stage(props: { slug: string; stage: RolledYield["stages"][number] }) {
  const { stage } = props;
  const share = stage.first_pass;
  const detail = `${stage.plan}\n${ofUnitsText(share)}, ${intervalText(share)}`;
  return (
    <Tooltip label={detail} multiline maw={320} style={{ whiteSpace: "pre-line" }}>
      <span className={classes.stage} data-weak={isUncertain(share) || undefined}>
        <span className={classes.name}>
          {stage.process || texts.yield.groups.none(texts.runs.filter.fields.process)}
        </span>
        <RunsLink slug={props.slug} query={stage.runs}>
          {shareText(share)}
        </RunsLink>
        <span className={classes.units}>{texts.yield.rolled.of(countText(share.all))}</span>
      </span>
    </Tooltip>
  );
}

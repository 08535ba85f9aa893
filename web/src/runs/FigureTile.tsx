import { Box, Skeleton, Tooltip } from "@mantine/core";
import { IconArrowDownRight, IconArrowUpRight, IconEqual } from "@tabler/icons-react";
import type { ReactElement, ReactNode } from "react";
import type { Change } from "@/runs/figures.ts";
import { texts } from "@/texts/index.ts";
import classes from "./FigureTile.module.css";

const ICONS = { up: IconArrowUpRight, down: IconArrowDownRight, same: IconEqual };

export interface TileContent {
  label: string;
  value: string;
  below: string;
  tone?: "pass" | "fail";
  change: Change | null;
  /** What the change is said against: "than last week by this time". */
  than: string;
  /** Both numbers with their times. */
  detail: string;
}

/** One large number, what it counts, and how it has changed. */
export function FigureTile(props: {
  content?: TileContent;
  onPick?: () => void;
  /** Makes the tile a link instead. */
  way?: (tile: { className?: string; children: ReactNode }) => ReactElement;
  pickLabel?: string;
}) {
  const { content, onPick, way } = props;
  if (!content) return <TileSkeleton />;
  const inside = (
    <>
      <span className={classes.label}>{content.label}</span>
      <span className={classes.value} data-tone={content.tone}>
        {content.value}
      </span>
      <span className={classes.below}>{content.below}</span>
      <ChangeLine change={content.change} than={content.than} />
    </>
  );
  return (
    <Tooltip label={content.detail} multiline maw={320} openDelay={300} style={{ whiteSpace: "pre-line" }}>
      {way ? (
        way({
          className: classes.tile,
          children: (
            <>
              {inside}
              <span className="visually-hidden">{props.pickLabel}</span>
            </>
          ),
        })
      ) : onPick ? (
        <button type="button" className={classes.tile} onClick={onPick}>
          {inside}
          <span className="visually-hidden">{props.pickLabel}</span>
        </button>
      ) : (
        <Box className={classes.tile} tabIndex={0}>
          {inside}
        </Box>
      )}
    </Tooltip>
  );
}

function ChangeLine({ change, than }: { change: Change | null; than: string }) {
  if (!change) return <span className={classes.change}>{texts.runs.figures.noComparison}</span>;
  const Icon = ICONS[change.direction];
  return (
    <span className={classes.change} data-meaning={change.meaning}>
      <Icon size={14} stroke={2.4} aria-hidden />
      <span>
        <span className={classes.amount}>{change.text}</span> {than}
      </span>
    </span>
  );
}

function TileSkeleton() {
  return (
    <div className={classes.tile} aria-busy="true">
      <Skeleton height={12} width="45%" my={4} />
      <Skeleton height={34} width="60%" my={4} />
      <Skeleton height={12} width="70%" my={4} />
      <Skeleton height={12} width="80%" mt={10} mb={4} />
    </div>
  );
}

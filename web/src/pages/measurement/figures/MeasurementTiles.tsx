import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { Hinted } from "@/components/Hinted.tsx";
import { figureText, figureWithin, indexText } from "@/format/figure.ts";
import { countText, percentText } from "@/format/number.ts";
import type { Indices, Series } from "@/pages/measurement/queries.ts";
import tile from "@/runs/FigureTile.module.css";
import { texts } from "@/texts/index.ts";
import classes from "./MeasurementTiles.module.css";

const words = texts.measurement.tiles;

/** What the values are like, in five numbers. */
export function MeasurementTiles(props: { slug: string; series: Series }) {
  const { statistics, measurement, capability, runs } = props.series;
  const { unit } = measurement;
  const spread = statistics.sigma_overall;
  const text = (value: number | null | undefined) => figureWithin(value, spread, unit);
  const { failed } = statistics;
  const range = words.minMax(figureWithin(statistics.min, spread), text(statistics.max));
  return (
    <section className={classes.tiles} aria-label={words.label}>
      <Tile label={words.values} hint={words.valuesHint} value={countText(statistics.count)} below={range}>
        <RunsLink slug={props.slug} query={runs}>
          {words.showRuns}
        </RunsLink>
      </Tile>
      <Tile
        label={words.mean}
        hint={words.meanHint}
        value={text(statistics.mean)}
        below={words.median(text(statistics.quantiles?.median))}
      />
      <Tile
        label={words.sigma}
        hint={words.sigmaHint}
        value={figureText(statistics.sigma_overall, unit, 3)}
        below={words.within(figureText(statistics.sigma_within, unit, 3))}
      />
      <IndexTile label={words.cpk} hint={words.cpkHint} indices={capability.within} series={props.series} />
      <IndexTile label={words.ppk} hint={words.ppkHint} indices={capability.overall} series={props.series} />
      <Tile
        label={words.failed}
        hint={words.failedHint}
        value={failed ? percentText(failed.part, failed.all) : "–"}
        tone={failed && failed.part > 0 ? "fail" : undefined}
        below={failed ? words.failedOf(countText(failed.part), countText(failed.all)) : words.notCompared}
      >
        {failed && shareInterval(failed.lower, failed.upper)}
      </Tile>
    </section>
  );
}

function IndexTile(props: {
  label: string;
  hint: string;
  indices: Indices | null | undefined;
  series: Series;
}) {
  const { indices } = props;
  const isDoubtful = props.series.capability.doubts.length > 0;
  if (!indices) return <Tile label={props.label} hint={props.hint} value="–" below={words.none} />;
  const { value, interval } = indices.actual;
  return (
    <Tile
      label={props.label}
      hint={props.hint}
      value={indexText(value)}
      isMuted={isDoubtful}
      below={words.interval(indexText(interval.lower), indexText(interval.upper))}
    >
      {isDoubtful && (
        <span className={classes.doubt}>
          <IconAlertTriangle size={14} stroke={2} aria-hidden /> {words.doubtful}
        </span>
      )}
    </Tile>
  );
}

function Tile(props: {
  label: string;
  hint: string;
  value: string;
  below: string;
  tone?: "fail";
  isMuted?: boolean;
  children?: ReactNode;
}) {
  return (
    <div className={tile.tile}>
      <span className={tile.label}>
        <Hinted hint={props.hint}>{props.label}</Hinted>
      </span>
      <span className={classes.value} data-tone={props.tone} data-muted={props.isMuted || undefined}>
        {props.value}
      </span>
      <span className={tile.below}>{props.below}</span>
      {props.children && <span className={tile.below}>{props.children}</span>}
    </div>
  );
}

function shareInterval(lower: number | null | undefined, upper: number | null | undefined) {
  if (typeof lower !== "number" || typeof upper !== "number") return null;
  return words.interval(percentText(lower, 1), percentText(upper, 1));
}

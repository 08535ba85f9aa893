import { barGeometry, positionText, type Zone } from "@/pages/run/measurements/limits.ts";
import classes from "./LimitBar.module.css";

const WIDTH = 140;
const HEIGHT = 18;
const MIDDLE = HEIGHT / 2;

/** Where a value lies between its limits; by form as well as by colour. */
export function LimitBar(props: { value: number; zone: Zone; result: boolean | null | undefined }) {
  const { stretches, marks, value, isCut } = barGeometry(props.value, props.zone);
  const state = props.result === true ? "passed" : props.result === false ? "failed" : "noted";
  return (
    <svg
      className={classes.bar}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={positionText(props.value, props.zone)}
    >
      <title>{positionText(props.value, props.zone)}</title>
      <rect className={classes.track} x={0} y={MIDDLE - 2} width={WIDTH} height={4} rx={2} />
      {stretches.map(([from, to]) => (
        <rect
          key={from}
          className={classes.pass}
          x={from * WIDTH}
          y={MIDDLE - 3}
          width={(to - from) * WIDTH}
          height={6}
        />
      ))}
      {marks.map((mark) => (
        <line
          key={mark}
          className={classes.mark}
          x1={mark * WIDTH}
          x2={mark * WIDTH}
          y1={2}
          y2={HEIGHT - 2}
        />
      ))}
      <path className={classes.value} data-state={state} d={markerPath(value * WIDTH, state, isCut)} />
    </svg>
  );
}

/** A disc for what passed, a cross for what failed, an arrow for what lies beyond the bar. */
function markerPath(x: number, state: string, isCut: "left" | "right" | null): string {
  if (isCut) {
    const tip = isCut === "left" ? -6 : 6;
    return `M${x + tip} ${MIDDLE} l${-tip * 1.6} -6 v12 z`;
  }
  if (state === "failed") {
    return `M${x - 5} ${MIDDLE - 3} l2 -2 l3 3 l3 -3 l2 2 l-3 3 l3 3 l-2 2 l-3 -3 l-3 3 l-2 -2 l3 -3 z`;
  }
  return `M${x - 5} ${MIDDLE} a5 5 0 1 0 10 0 a5 5 0 1 0 -10 0 z`;
}

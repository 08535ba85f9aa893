import classes from "./Sparkline.module.css";
import { sparklinePath } from "./sparklinePath.ts";

const WIDTH = 88;
const HEIGHT = 24;

/** A few numbers as a line, to see whether they go up or down. */
export function Sparkline(props: { values: number[]; label: string; isAlarming?: boolean }) {
  const { values, label } = props;
  const line = sparklinePath(values, WIDTH, HEIGHT);
  if (!line) return null;
  return (
    <svg
      className={classes.sparkline}
      data-alarming={props.isAlarming}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <path d={line.path} />
      <circle cx={line.last.x} cy={line.last.y} r={2.2} />
    </svg>
  );
}

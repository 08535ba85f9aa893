import classes from "./SpreadBar.module.css";
import { type Spread, spreadGeometry } from "./spread.ts";

const WIDTH = 150;
const HEIGHT = 18;
const MIDDLE = HEIGHT / 2;

/** Where the values of a measurement lie between its limits. */
export function SpreadBar({ spread, label }: { spread: Spread; label: string }) {
  const found = spreadGeometry(spread);
  if (!found) return null;
  const x = (at: number) => at * WIDTH;
  const isOut = spread.minimum < (spread.lower ?? -Infinity) || spread.maximum > (spread.upper ?? Infinity);
  const [[allowedFrom, allowedTo], [boxFrom, boxTo], [lineFrom, lineTo]] = [
    found.allowed,
    found.box,
    found.line,
  ];
  return (
    <svg
      className={classes.bar}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <rect
        className={classes.allowed}
        x={x(allowedFrom)}
        y={1}
        width={x(allowedTo - allowedFrom)}
        height={HEIGHT - 2}
      />
      <line
        className={classes.line}
        data-out={isOut}
        x1={x(lineFrom)}
        x2={x(lineTo)}
        y1={MIDDLE}
        y2={MIDDLE}
      />
      <rect
        className={classes.box}
        data-out={isOut}
        x={x(boxFrom)}
        y={MIDDLE - 3}
        width={Math.max(1.5, x(boxTo - boxFrom))}
        height={6}
        rx={1.5}
      />
      {found.marks.map((mark) => (
        <line key={mark} className={classes.mark} x1={x(mark)} x2={x(mark)} y1={0} y2={HEIGHT} />
      ))}
      <line className={classes.mean} x1={x(found.mean)} x2={x(found.mean)} y1={MIDDLE - 5} y2={MIDDLE + 5} />
      {found.isCutLeft && <path className={classes.arrow} d={`M0 ${MIDDLE} l6 -4 v8 z`} />}
      {found.isCutRight && <path className={classes.arrow} d={`M${WIDTH} ${MIDDLE} l-6 -4 v8 z`} />}
    </svg>
  );
}

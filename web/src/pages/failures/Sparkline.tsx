import classes from "./Sparkline.module.css";

const WIDTH = 96;
const HEIGHT = 22;

/** Bars of counts over time, as high as the largest of them; a table says the rest. */
export function Sparkline({ counts, label }: { counts: number[]; label: string }) {
  const largest = Math.max(1, ...counts);
  const step = WIDTH / Math.max(1, counts.length);
  const width = Math.max(0.6, step * 0.8);
  const bars = counts.map((count, index) => ({ x: index * step, height: (HEIGHT * count) / largest }));
  return (
    <svg className={classes.sparkline} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className={classes.ground} />
      {bars.map(
        ({ x, height }) =>
          height > 0 && <rect key={x} x={x} y={HEIGHT - height} width={width} height={height} rx={0.5} />,
      )}
    </svg>
  );
}

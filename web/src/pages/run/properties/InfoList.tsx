import type { RunInfo } from "@/pages/run/types.ts";
import classes from "./JsonView.module.css";

/** Names and values. */
export function InfoList({ info }: { info: RunInfo[] }) {
  return (
    <dl className={classes.entries}>
      {info.map(({ key, value }) => (
        <div key={key} className={classes.entry}>
          <dt>{key}</dt>
          <dd className={classes.plain}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

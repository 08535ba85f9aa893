import { texts } from "@/texts/index.ts";
import classes from "./SideMark.module.css";

/** The letter of a side, by form and colour the same everywhere. */
export function SideMark({ side }: { side: "a" | "b" }) {
  return (
    <span className={classes.mark} data-side={side}>
      {texts.compare.sides[side]}
    </span>
  );
}

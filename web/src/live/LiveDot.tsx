import { Tooltip } from "@mantine/core";
import { useLive } from "@/live/LiveProvider.tsx";
import { texts } from "@/texts/index.ts";
import classes from "./live.module.css";

/** Whether the page follows what happens: by colour, shape and word. */
export function LiveDot() {
  const { state } = useLive();
  return (
    <Tooltip label={texts.live.why[state]} multiline maw={280}>
      <span className={classes.live} data-state={state} role="status">
        <span className={classes.dot} aria-hidden />
        <span className={classes.word}>{texts.live.states[state]}</span>
      </span>
    </Tooltip>
  );
}

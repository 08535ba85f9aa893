import { Box, Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Hinted.module.css";

/**
 * Words whose meaning comes up under the pointer, at a touch, and when the keyboard is on them: then a
 * screen reader reads it, too.
 */
export function Hinted({ hint, children }: { hint: string; children: ReactNode }) {
  return (
    <Tooltip label={hint} multiline maw={320}>
      <Box component="span" tabIndex={0} className={classes.hinted}>
        {children}
      </Box>
    </Tooltip>
  );
}

import { useIsFetching } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { texts } from "@/texts/index.ts";
import classes from "./connection.module.css";

/** What is quicker than this needs no sign. */
const PATIENCE_MS = 300;

/** A thin line at the top while something is on the way for long. */
export function ProgressLine() {
  const isBusy = useIsFetching() > 0;
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (!isBusy) return setIsLong(false);
    const timer = window.setTimeout(() => setIsLong(true), PATIENCE_MS);
    return () => window.clearTimeout(timer);
  }, [isBusy]);
  return (
    isLong && <div className={classes.progress} role="progressbar" aria-label={texts.connection.loading} />
  );
}

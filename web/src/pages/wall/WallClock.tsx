import { useEffect, useState } from "react";
import { wallDate, wallTime } from "@/pages/wall/wallTime.ts";
import classes from "./wall.module.css";

/** The time of the plant, which is the organisation's. */
export function WallClock({ zone }: { zone: string }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time className={classes.clock} dateTime={now.toISOString()}>
      <span className={classes.time}>{wallTime(now, zone)}</span>
      <span className={classes.date}>{wallDate(now, zone)}</span>
    </time>
  );
}

import { Link } from "@tanstack/react-router";
import classes from "./Shell.module.css";

export function Brand() {
  return (
    <Link to="/" className={classes.brand} aria-label="StandCloud">
      <img src="/icon.svg" alt="" width={22} height={22} />
      <span className="mantine-visible-from-sm">StandCloud</span>
    </Link>
  );
}

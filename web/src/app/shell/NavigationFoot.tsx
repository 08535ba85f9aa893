import { useSession } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";
import classes from "./Shell.module.css";

/** What the server is, and how programs talk to it. */
export function NavigationFoot() {
  const { version } = useSession();
  return (
    <div className={classes.foot}>
      <a href="/integration/api/v1/docs/">{texts.shell.api}</a>
      <span>{version}</span>
    </div>
  );
}

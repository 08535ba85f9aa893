import { useWallQuery } from "@/pages/wall/useWallQuery.ts";
import { HealthBadge } from "@/stands/HealthBadge.tsx";
import { pickStands } from "@/stands/health.ts";
import { standsQuery } from "@/stands/queries.ts";
import { standName } from "@/stands/standName.ts";
import { useNow } from "@/stands/useNow.ts";
import { texts } from "@/texts/index.ts";
import classes from "./wall.module.css";

/** The others are in good health, as the first are those in trouble. */
const SHOWN_MAX = 24;

/** How the stands are, those in trouble first. */
export function WallStands({ slug }: { slug: string }) {
  const { data } = useWallQuery(standsQuery(slug));
  const now = useNow();
  if (!data || data.stands.length === 0) return null;
  const stands = pickStands(data.stands, {});
  const more = stands.length - SHOWN_MAX;
  return (
    <section className={classes.panel} aria-label={texts.wall.stands} data-part="stands">
      <h2 className={classes.title}>
        {texts.wall.stands}
        {more > 0 && <span className={classes.soft}>{texts.wall.more(more)}</span>}
      </h2>
      <ul className={classes.stands}>
        {stands.slice(0, SHOWN_MAX).map((stand) => (
          <li key={stand.id} className={classes.stand} data-state={stand.health.state}>
            <strong>{standName(stand)}</strong>
            <HealthBadge health={stand.health} now={now} />
          </li>
        ))}
      </ul>
    </section>
  );
}

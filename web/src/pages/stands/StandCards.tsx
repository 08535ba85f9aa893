import { AnchorLink } from "@/components/links.tsx";
import { agoText } from "@/format/instant.ts";
import { HealthBadge } from "@/stands/HealthBadge.tsx";
import { PassShare } from "@/stands/PassShare.tsx";
import type { Stand } from "@/stands/queries.ts";
import { StandPicture } from "@/stands/StandPicture.tsx";
import { standName } from "@/stands/standName.ts";
import { texts } from "@/texts/index.ts";
import classes from "./StandCards.module.css";

/** Stands as people know them: by their faces. */
export function StandCards({ slug, stands, now }: { slug: string; stands: Stand[]; now: Date }) {
  return (
    <ul className={classes.grid}>
      {stands.map((stand) => (
        <li key={stand.id}>
          <StandCard slug={slug} stand={stand} now={now} />
        </li>
      ))}
    </ul>
  );
}

function StandCard({ slug, stand, now }: { slug: string; stand: Stand; now: Date }) {
  const text = texts.stands;
  return (
    <article className={classes.card} data-state={stand.health.state}>
      <StandPicture slug={slug} stand={stand} />
      <div className={classes.body}>
        <div>
          <HealthBadge health={stand.health} now={now} />
        </div>
        <div>
          <AnchorLink
            className={classes.name}
            underline="never"
            to="/o/$slug/stands/$standId"
            params={{ slug, standId: String(stand.id) }}
          >
            {standName(stand)}
          </AnchorLink>
          <div className={classes.soft}>{stand.location || text.noLocation}</div>
          <div className={`${classes.soft} ${classes.hwId}`} title={stand.hw_id}>
            {stand.hw_id}
          </div>
        </div>
        <div className={classes.foot}>
          <PassShare figures={stand.today} none={text.noRunsToday} />
          {stand.last_activity_at && (
            <span className={classes.last}>{agoText(stand.last_activity_at, now)}</span>
          )}
        </div>
      </div>
    </article>
  );
}

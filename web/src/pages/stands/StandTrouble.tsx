import { Instant } from "@/components/Instant.tsx";
import { AnchorLink } from "@/components/links.tsx";
import { healthText, spanText } from "@/stands/health.ts";
import type { StandPage } from "@/stands/queries.ts";
import { texts } from "@/texts/index.ts";
import { StandNotice } from "./StandNotice.tsx";

const MINUTE = 60_000;

/** What is wrong with a stand, since when, and where to look; nothing when all is well. */
export function StandTrouble({ slug, page, now }: { slug: string; page: StandPage; now: Date }) {
  const { stand } = page;
  const { health } = stand;
  const text = texts.stands.page;
  const since = health.since && <Instant at={health.since} zone={stand.time_zone} />;
  if (health.state === "failing") {
    return (
      <StandNotice kind="failing" title={healthText(health, now)}>
        {since && (
          <span>
            {text.failingSince} {since}.
          </span>
        )}
        <span>{text.failedTests}</span>
        {health.failed_tests.map((test) => (
          <AnchorLink
            key={test.test_run_id}
            size="sm"
            to="/o/$slug/runs/$runId"
            params={{ slug, runId: test.test_run_id }}
          >
            {texts.status[test.status]} {test.at && <Instant at={test.at} zone={stand.time_zone} />}
          </AnchorLink>
        ))}
      </StandNotice>
    );
  }
  if (health.state === "silent") {
    return (
      <StandNotice kind="silent" title={healthText(health, now)}>
        <span>
          {text.lastRun} {since}.
        </span>
        <span>{text.silentWhy(spanText(page.silent_after_minutes * MINUTE))}</span>
      </StandNotice>
    );
  }
  return null;
}

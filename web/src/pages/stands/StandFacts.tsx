import { Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Instant } from "@/components/Instant.tsx";
import { Panel } from "@/components/Panel.tsx";
import { countText } from "@/format/number.ts";
import { PictureEditor } from "@/pictures/PictureEditor.tsx";
import { useOrganisation } from "@/session/session.ts";
import { type StandPage, standAddress, standQuery, standsQuery } from "@/stands/queries.ts";
import { standName } from "@/stands/standName.ts";
import { texts } from "@/texts/index.ts";
import { HardwareId } from "./HardwareId.tsx";
import { LocalTime } from "./LocalTime.tsx";
import { StandConnection } from "./StandConnection.tsx";
import classes from "./StandFacts.module.css";

/** The face of a stand and what is known of it. */
export function StandFacts({ slug, page }: { slug: string; page: StandPage }) {
  const client = useQueryClient();
  const { is_demo } = useOrganisation();
  const { stand } = page;
  const text = texts.stands.facts;
  const again = () =>
    Promise.all([
      client.invalidateQueries(standQuery(slug, stand.id)),
      client.invalidateQueries(standsQuery(slug)),
    ]);
  const instant = (at: string | null | undefined) =>
    at ? <Instant at={at} zone={stand.time_zone} /> : text.none;
  const facts: [string, ReactNode][] = [
    [text.localTime, <LocalTime key="time" zone={stand.time_zone} />],
    [text.first, instant(stand.first_activity_at)],
    [text.last, instant(stand.last_activity_at)],
    [text.created, instant(stand.created_at)],
    [text.runs, countText(stand.runs)],
    [text.number, stand.number ?? text.none],
    [text.revision, stand.revision ?? text.none],
    [text.location, stand.location ?? text.none],
    [text.connection, <StandConnection key="connection" connection={page.connection} />],
    [text.hwId, <HardwareId key="hw" id={stand.hw_id} />],
  ];
  return (
    <Panel title={texts.stands.page.facts}>
      <div className={classes.columns}>
        <PictureEditor
          name={standName(stand)}
          address={`${standAddress(slug, stand.id)}/picture`}
          version={stand.picture_version}
          canChange={!is_demo}
          onChanged={again}
        />
        <Stack component="dl" gap={6} m={0} className={classes.facts}>
          {facts.map(([name, value]) => (
            <div key={name} className={classes.fact}>
              <Text component="dt" size="sm" c="dimmed">
                {name}
              </Text>
              <Text component="dd" size="sm" m={0} className={classes.value}>
                {value}
              </Text>
            </div>
          ))}
        </Stack>
      </div>
    </Panel>
  );
}

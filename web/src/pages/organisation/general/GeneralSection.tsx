import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ListSkeleton } from "@/components/ListSkeleton.tsx";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { OrganisationPicture } from "@/pages/organisation/general/OrganisationPicture.tsx";
import { SettingsForm } from "@/pages/organisation/general/SettingsForm.tsx";
import { timeText } from "@/pages/organisation/general/timeOfDay.ts";
import { settingsQuery } from "@/pages/organisation/queries.ts";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.general;

/** Name, time zone and start of the day; Admins change them. */
export function GeneralSection() {
  return (
    <Stack gap="md">
      <OrganisationPicture />
      <Settings />
    </Stack>
  );
}

function Settings() {
  const organisation = useOrganisation();
  const isAdmin = organisation.role === "admin";
  const settings = useQuery({ ...settingsQuery(organisation.slug), enabled: isAdmin });
  if (!isAdmin) return <ReadOnly />;
  if (settings.isError) return <Trouble error={settings.error} again={() => void settings.refetch()} />;
  if (!settings.data) {
    return (
      <Panel title={words.organisation}>
        <ListSkeleton />
      </Panel>
    );
  }
  const { time_zones: timeZones, ...saved } = settings.data;
  return <SettingsForm saved={saved} timeZones={timeZones} />;
}

function ReadOnly() {
  const organisation = useOrganisation();
  const facts = [
    [words.name, organisation.name],
    [words.timeZone, organisation.time_zone.replaceAll("_", " ")],
    [words.dayStart, timeText(organisation.day_start_minutes)],
  ];
  return (
    <Panel title={words.organisation}>
      <Stack gap="sm">
        {facts.map(([name, value]) => (
          <div key={name}>
            <Text size="xs" c="dimmed">
              {name}
            </Text>
            <Text size="sm">{value}</Text>
          </div>
        ))}
        <Text size="sm" c="dimmed">
          {words.readOnly}
        </Text>
      </Stack>
    </Panel>
  );
}

import { Button, Group, Select, SimpleGrid, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { ChangeTrouble, fieldTrouble } from "@/components/ChangeTrouble.tsx";
import { Panel } from "@/components/Panel.tsx";
import { SilenceSelect } from "@/pages/organisation/general/SilenceSelect.tsx";
import { minutesOf, timeText } from "@/pages/organisation/general/timeOfDay.ts";
import { inOrganisation, type Settings, settingsQuery } from "@/pages/organisation/queries.ts";
import { sessionQuery, useOrganisation } from "@/session/session.ts";
import { useDraft } from "@/session/useDraft.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.general;
const NOTHING: Partial<Settings> = {};
/** Hints of different length stand below, so that the fields are in one line. */
const ORDER: ("label" | "input" | "description" | "error")[] = ["label", "input", "description", "error"];

/** The settings as a form. Only what was changed here is laid over what is saved. */
export function SettingsForm({ saved, timeZones }: { saved: Settings; timeZones: string[] }) {
  const { slug } = useOrganisation();
  const { draft, change, clear } = useDraft(`settings ${slug}`, NOTHING);
  const shown: Settings = { ...saved, ...draft };
  const isChanged = (Object.keys(saved) as (keyof Settings)[]).some((name) => shown[name] !== saved[name]);
  const save = useChange({
    send: () => api.PUT("/api/v1/org/{slug}/settings", { ...inOrganisation(slug), body: shown }),
    refresh: [settingsQuery(slug).queryKey, sessionQuery.queryKey],
    said: texts.dialogs.saved,
    onDone: clear,
  });
  const zones = useMemo(
    () => timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })),
    [timeZones],
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack gap="md">
        <Panel title={words.organisation}>
          <Stack gap="md" maw={640}>
            <TextInput
              label={words.name}
              value={shown.name}
              onChange={(event) => change({ name: event.currentTarget.value })}
              error={fieldTrouble(save.error, "name")}
              maxLength={100}
              required
            />
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <Select
                label={words.timeZone}
                description={words.timeZoneHint}
                inputWrapperOrder={ORDER}
                data={zones}
                value={shown.time_zone}
                onChange={(zone) => zone && change({ time_zone: zone })}
                error={fieldTrouble(save.error, "time_zone")}
                searchable
                allowDeselect={false}
              />
              <TextInput
                type="time"
                label={words.dayStart}
                description={words.dayStartHint}
                inputWrapperOrder={ORDER}
                value={timeText(shown.day_start_minutes)}
                onChange={(event) => {
                  const minutes = minutesOf(event.currentTarget.value);
                  if (minutes !== undefined) change({ day_start_minutes: minutes });
                }}
                error={fieldTrouble(save.error, "day_start_minutes")}
              />
            </SimpleGrid>
          </Stack>
        </Panel>
        <Panel title={texts.stands.silence.title}>
          <SilenceSelect
            minutes={shown.silent_after_minutes}
            onChange={(minutes) => change({ silent_after_minutes: minutes })}
            error={fieldTrouble(save.error, "silent_after_minutes")}
          />
        </Panel>
        <Panel title={words.who}>
          <Stack gap="md" maw={640}>
            <Switch
              checked={shown.members_may_approve}
              onChange={(event) => change({ members_may_approve: event.currentTarget.checked })}
              label={words.mayApprove}
              description={words.mayApproveHint}
            />
            <Switch
              checked={shown.admins_need_second_factor}
              onChange={(event) => change({ admins_need_second_factor: event.currentTarget.checked })}
              label={words.secondFactor}
              description={words.secondFactorHint}
            />
          </Stack>
        </Panel>
        <ChangeTrouble
          error={save.error}
          except={["name", "time_zone", "day_start_minutes", "silent_after_minutes"]}
        />
        <Group>
          <Button type="submit" loading={save.isPending} disabled={!isChanged}>
            {texts.dialogs.save}
          </Button>
          {isChanged && (
            <>
              <Button variant="default" onClick={clear}>
                {texts.dialogs.cancel}
              </Button>
              <Text size="sm" c="dimmed">
                {words.unsaved}
              </Text>
            </>
          )}
        </Group>
      </Stack>
    </form>
  );
}

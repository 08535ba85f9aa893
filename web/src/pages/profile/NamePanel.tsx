import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { ChangeTrouble, fieldTrouble } from "@/components/ChangeTrouble.tsx";
import { Panel } from "@/components/Panel.tsx";
import { profileQuery } from "@/pages/profile/queries.ts";
import { sessionQuery } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

export function NamePanel({ saved }: { saved: string }) {
  const [name, setName] = useState(saved);
  const save = useChange({
    send: () => api.PATCH("/api/v1/profile", { body: { name } }),
    refresh: [profileQuery.queryKey, sessionQuery.queryKey],
    said: texts.dialogs.saved,
  });
  return (
    <Panel title={texts.profile.you}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={texts.profile.name}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={fieldTrouble(save.error, "name")}
            autoComplete="name"
            maxLength={100}
            required
          />
          <ChangeTrouble error={save.error} except={["name"]} />
          <Group>
            <Button type="submit" variant="default" loading={save.isPending} disabled={name.trim() === saved}>
              {texts.dialogs.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

import { Button, Checkbox, Group, PasswordInput, Stack } from "@mantine/core";
import { useState } from "react";
import { api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { ChangeTrouble, fieldTrouble } from "@/components/ChangeTrouble.tsx";
import { profileQuery } from "@/pages/profile/queries.ts";
import { sessionQuery } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.profile;

export function PasswordForm(props: { email: string; lengthMin: number; onClose: () => void }) {
  const [present, setPresent] = useState("");
  const [chosen, setChosen] = useState("");
  const [repeated, setRepeated] = useState("");
  const [signsOutStands, setSignsOutStands] = useState(false);
  const isRepeated = repeated === "" || repeated === chosen;
  const change = useChange({
    send: () =>
      api.PUT("/api/v1/profile/password", {
        body: { present, new: chosen, sign_out_stands: signsOutStands },
      }),
    // The session has a new id, and with it a new token for changes.
    refresh: [sessionQuery.queryKey, profileQuery.queryKey],
    said: words.passwordChanged,
    onDone: props.onClose,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (repeated === chosen) change.mutate();
      }}
    >
      <Stack gap="sm">
        {/* For password managers, which keep the new one for this address. */}
        <input type="email" value={props.email} autoComplete="username" readOnly hidden />
        <PasswordInput
          label={words.present}
          value={present}
          onChange={(event) => setPresent(event.currentTarget.value)}
          error={fieldTrouble(change.error, "present")}
          autoComplete="current-password"
          maxLength={512}
          required
        />
        <PasswordInput
          label={words.new}
          description={words.newHint(props.lengthMin)}
          value={chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
          error={fieldTrouble(change.error, "new")}
          autoComplete="new-password"
          maxLength={512}
          required
        />
        <PasswordInput
          label={words.repeated}
          value={repeated}
          onChange={(event) => setRepeated(event.currentTarget.value)}
          error={isRepeated ? undefined : words.notTheSame}
          autoComplete="new-password"
          maxLength={512}
          required
        />
        <Checkbox
          checked={signsOutStands}
          onChange={(event) => setSignsOutStands(event.currentTarget.checked)}
          label={words.alsoStands}
          description={words.alsoStandsHint}
        />
        <ChangeTrouble error={change.error} except={["present", "new"]} />
        <Group>
          <Button type="submit" loading={change.isPending} disabled={!isRepeated}>
            {words.changePassword}
          </Button>
          <Button variant="default" onClick={props.onClose}>
            {texts.dialogs.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

import { Button, Group, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { answerOf, api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { ChangeTrouble, fieldTrouble } from "@/components/ChangeTrouble.tsx";
import {
  inOrganisation,
  invitationsQuery,
  type MadeInvitation,
  type Role,
} from "@/pages/organisation/queries.ts";
import { useDraft } from "@/session/useDraft.ts";
import { texts } from "@/texts/index.ts";

const EMPTY = { email: "", role: "member" as Role };
const words = texts.organisation.invitations;

export function InviteDialog(props: {
  slug: string;
  isMailed: boolean;
  opened: boolean;
  onClose: () => void;
  onMade: (made: MadeInvitation) => void;
}) {
  const { draft, change, clear } = useDraft(`invitation ${props.slug}`, EMPTY);
  const invite = useChange({
    send: () =>
      answerOf(api.POST("/api/v1/org/{slug}/invitations", { ...inOrganisation(props.slug), body: draft })),
    refresh: [invitationsQuery(props.slug).queryKey],
    onDone: (made) => {
      clear();
      props.onMade(made);
    },
  });
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={words.title}
      centered
      closeButtonProps={{ "aria-label": texts.dialogs.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate();
        }}
      >
        <Stack gap="md">
          <TextInput
            type="email"
            label={words.email}
            value={draft.email}
            onChange={(event) => change({ email: event.currentTarget.value })}
            error={fieldTrouble(invite.error, "email")}
            maxLength={254}
            autoComplete="off"
            required
            data-autofocus
          />
          <Radio.Group
            label={texts.organisation.members.role}
            value={draft.role}
            onChange={(role) => change({ role: role as Role })}
          >
            <Stack gap="xs" mt="xs">
              {(["member", "admin"] as const).map((role) => (
                <Radio
                  key={role}
                  value={role}
                  label={texts.organisation.roles[role]}
                  description={texts.organisation.roleHints[role]}
                />
              ))}
            </Stack>
          </Radio.Group>
          {!props.isMailed && (
            <Text size="sm" c="dimmed">
              {words.noMail}
            </Text>
          )}
          <ChangeTrouble error={invite.error} except={["email"]} />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {texts.dialogs.cancel}
            </Button>
            <Button type="submit" loading={invite.isPending}>
              {props.isMailed ? words.send : words.make}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

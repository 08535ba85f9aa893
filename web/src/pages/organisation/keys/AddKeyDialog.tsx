import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { answerOf, api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { ChangeTrouble, fieldTrouble } from "@/components/ChangeTrouble.tsx";
import { inOrganisation, keysQuery, type MadeApiKey, type Scope } from "@/pages/organisation/queries.ts";
import { useDraft } from "@/session/useDraft.ts";
import { texts } from "@/texts/index.ts";

const EMPTY = { name: "", networks: "", scopes: ["report_write"] as Scope[], life: "365" };
const FIELDS = ["name", "scopes", "networks", "life_days"];
const words = texts.organisation.keys;

export function AddKeyDialog(props: {
  slug: string;
  opened: boolean;
  onClose: () => void;
  onMade: (made: MadeApiKey) => void;
}) {
  const { draft, change, clear } = useDraft(`key ${props.slug}`, EMPTY);
  const add = useChange({
    send: () =>
      answerOf(api.POST("/api/v1/org/{slug}/api-keys", { ...inOrganisation(props.slug), body: body() })),
    refresh: [keysQuery(props.slug).queryKey],
    onDone: (made) => {
      clear();
      props.onMade(made);
    },
  });
  const body = () => ({
    name: draft.name,
    networks: draft.networks,
    scopes: draft.scopes,
    life_days: draft.life === "never" ? null : Number(draft.life),
  });
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={words.add}
      centered
      closeButtonProps={{ "aria-label": texts.dialogs.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <Stack gap="md">
          <TextInput
            label={words.name}
            description={words.nameHint}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={fieldTrouble(add.error, "name")}
            maxLength={200}
            required
            data-autofocus
          />
          <Checkbox.Group
            label={words.may}
            value={draft.scopes}
            onChange={(scopes) => change({ scopes: scopes as Scope[] })}
            error={fieldTrouble(add.error, "scopes")}
          >
            <Stack gap="xs" mt="xs">
              {(["report_write", "report_read"] as const).map((scope) => (
                <Checkbox key={scope} value={scope} label={texts.organisation.scopeHints[scope]} />
              ))}
            </Stack>
          </Checkbox.Group>
          <TextInput
            label={words.networks}
            description={words.networksHint}
            value={draft.networks}
            onChange={(event) => change({ networks: event.currentTarget.value })}
            error={fieldTrouble(add.error, "networks")}
            maxLength={1000}
          />
          <Select
            label={words.life}
            value={draft.life}
            onChange={(life) => change({ life: life ?? "365" })}
            data={["365", "90", "30", "never"].map((life) => ({
              value: life,
              label: words.lives[life as keyof typeof words.lives],
            }))}
            allowDeselect={false}
          />
          <ChangeTrouble error={add.error} except={FIELDS} />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {texts.dialogs.cancel}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {words.add}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

import { Button, Checkbox, Group, Modal, Radio, Stack, Textarea, TextInput } from "@mantine/core";
import { answerOf, api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { ChangeTrouble, fieldTrouble } from "@/components/ChangeTrouble.tsx";
import {
  applicationsQuery,
  type Credentials,
  inOrganisation,
  type Scope,
  type TokenWay,
} from "@/pages/organisation/queries.ts";
import { useDraft } from "@/session/useDraft.ts";
import { texts } from "@/texts/index.ts";

const EMPTY = {
  name: "",
  ways: [] as TokenWay[],
  scopes: ["report_read"] as Scope[],
  kind: "confidential",
  redirects: "",
};
const FIELDS = ["name", "ways", "scopes", "redirect_uris"];
const WAYS = ["device", "code", "client_credentials"] as const;
const SCOPES = ["report_read", "report_write"] as const;
const words = texts.organisation.applications;

export function AddApplicationDialog(props: {
  slug: string;
  opened: boolean;
  onClose: () => void;
  onMade: (made: Credentials) => void;
}) {
  const { draft, change, clear } = useDraft(`application ${props.slug}`, EMPTY);
  const add = useChange({
    send: () =>
      answerOf(
        api.POST("/api/v1/org/{slug}/applications", { ...inOrganisation(props.slug), body: bodyOf(draft) }),
      ),
    refresh: [applicationsQuery(props.slug).queryKey],
    onDone: (made) => {
      clear();
      props.onMade(made);
    },
  });
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={words.register}
      size="lg"
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
            maxLength={100}
            required
            data-autofocus
          />
          <Checkbox.Group
            label={words.ways}
            value={draft.ways}
            onChange={(ways) => change({ ways: ways as TokenWay[] })}
            error={fieldTrouble(add.error, "ways")}
          >
            <Stack gap="xs" mt="xs">
              {WAYS.map((way) => (
                <Checkbox
                  key={way}
                  value={way}
                  label={words.wayNames[way]}
                  description={words.wayHints[way]}
                />
              ))}
            </Stack>
          </Checkbox.Group>
          <Checkbox.Group
            label={words.scopes}
            value={draft.scopes}
            onChange={(scopes) => change({ scopes: scopes as Scope[] })}
            error={fieldTrouble(add.error, "scopes")}
          >
            <Stack gap="xs" mt="xs">
              {SCOPES.map((scope) => (
                <Checkbox key={scope} value={scope} label={texts.organisation.scopeHints[scope]} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Radio.Group label={words.where} value={draft.kind} onChange={(kind) => change({ kind })}>
            <Stack gap="xs" mt="xs">
              <Radio value="confidential" label={words.confidential} />
              <Radio value="public" label={words.public} />
            </Stack>
          </Radio.Group>
          {draft.ways.includes("code") && (
            <Textarea
              label={words.redirects}
              description={words.redirectsHint}
              value={draft.redirects}
              onChange={(event) => change({ redirects: event.currentTarget.value })}
              error={fieldTrouble(add.error, "redirect_uris")}
              rows={2}
              maxLength={4000}
            />
          )}
          <ChangeTrouble
            error={add.error}
            except={draft.ways.includes("code") ? FIELDS : FIELDS.slice(0, 3)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {texts.dialogs.cancel}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {words.registerConfirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function bodyOf(draft: typeof EMPTY) {
  const hasRedirects = draft.ways.includes("code");
  return {
    name: draft.name,
    ways: draft.ways,
    scopes: draft.scopes,
    is_public: draft.kind === "public",
    redirect_uris: hasRedirects ? draft.redirects.split(/\s+/).filter((uri) => uri !== "") : [],
  };
}

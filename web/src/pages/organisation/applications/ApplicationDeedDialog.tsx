import { Text } from "@mantine/core";
import { answerOf, api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { ConfirmDialog } from "@/components/ConfirmDialog.tsx";
import { type Application, applicationsQuery, type Credentials } from "@/pages/organisation/queries.ts";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

export type ApplicationDeed = "secret" | "disable" | "enable" | "remove";

const words = texts.organisation.applications;
const WORDS: Record<ApplicationDeed, { title: (name: string) => string; why: string; confirm: string }> = {
  secret: { title: words.newSecretTitle, why: words.newSecretWhy, confirm: words.newSecretConfirm },
  disable: { title: words.disableTitle, why: words.disableWhy, confirm: words.disableConfirm },
  enable: { title: words.enableTitle, why: words.enableWhy, confirm: words.enable },
  remove: { title: words.removeTitle, why: words.removeWhy, confirm: words.removeConfirm },
};

/** Asks before an application is changed. */
export function ApplicationDeedDialog(props: {
  application: Application;
  deed: ApplicationDeed;
  onMade: (made: Credentials) => void;
  onClose: () => void;
}) {
  const { application, deed } = props;
  const { slug } = useOrganisation();
  const change = useChange({
    send: () => send(deed, slug, application.client_id),
    refresh: [applicationsQuery(slug).queryKey],
    said: deed === "secret" ? undefined : deed === "remove" ? words.removed : words.changed,
    onDone: (made) => {
      props.onClose();
      if (made) props.onMade(made);
    },
  });
  return (
    <ConfirmDialog
      opened
      title={WORDS[deed].title(application.name)}
      confirm={WORDS[deed].confirm}
      isHarmless={deed === "enable"}
      isBusy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate()}
      onClose={props.onClose}
    >
      <Text size="sm">{WORDS[deed].why}</Text>
    </ConfirmDialog>
  );
}

async function send(deed: ApplicationDeed, slug: string, clientId: string): Promise<Credentials | undefined> {
  const params = { path: { slug, client_id: clientId } };
  if (deed === "secret") {
    return answerOf(api.POST("/api/v1/org/{slug}/applications/{client_id}/secret", { params }));
  }
  if (deed === "remove") {
    await api.DELETE("/api/v1/org/{slug}/applications/{client_id}", { params });
  } else {
    const body = { is_disabled: deed === "disable" };
    await api.PATCH("/api/v1/org/{slug}/applications/{client_id}", { params, body });
  }
  return undefined;
}

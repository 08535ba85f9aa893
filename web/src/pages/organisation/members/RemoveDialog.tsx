import { Checkbox, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answerOf, api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { ConfirmDialog } from "@/components/ConfirmDialog.tsx";
import { nameOf } from "@/pages/organisation/members/name.ts";
import { EndingNames, WhatEnds } from "@/pages/organisation/members/WhatEnds.tsx";
import { type Member, membersQuery } from "@/pages/organisation/queries.ts";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.members;

/** Says what ends with the membership before it ends. */
export function RemoveDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { slug, name } = useOrganisation();
  const [revokesKeys, setRevokesKeys] = useState(true);
  const path = { slug, user: member.id };
  const held = useQuery({
    queryKey: ["holdings", slug, member.id],
    queryFn: () => answerOf(api.GET("/api/v1/org/{slug}/members/{user}/holdings", { params: { path } })),
    gcTime: 0,
  });
  const remove = useChange({
    send: () =>
      api.DELETE("/api/v1/org/{slug}/members/{user}", {
        params: { path, query: { revoke_keys: revokesKeys } },
      }),
    refresh: member.is_you ? [] : [membersQuery(slug).queryKey],
    said: words.removeDone,
    onDone: () => (member.is_you ? window.location.assign("/auth/sign-in") : onClose()),
  });
  return (
    <ConfirmDialog
      opened
      title={words.removeTitle(nameOf(member))}
      confirm={words.removeConfirm}
      isBusy={remove.isPending}
      isDisabled={!held.data}
      error={remove.error ?? held.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <Text size="sm">{words.removeWhy(member.email, name)}</Text>
      {held.isPending && (
        <Text size="sm" c="dimmed">
          {texts.organisation.holdings.asking}
        </Text>
      )}
      {held.data && <WhatEnds held={held.data} />}
      {held.data && held.data.key_count > 0 && (
        <div>
          <Checkbox
            checked={revokesKeys}
            onChange={(event) => setRevokesKeys(event.currentTarget.checked)}
            label={texts.organisation.holdings.keys(held.data.key_count)}
            description={texts.organisation.holdings.keysHint}
          />
          <EndingNames names={held.data.keys} count={held.data.key_count} />
        </div>
      )}
    </ConfirmDialog>
  );
}

import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { answerOf, api } from "@/api/client.ts";
import { useChange } from "@/api/useChange.ts";
import { ConfirmDialog } from "@/components/ConfirmDialog.tsx";
import { WhatEnds } from "@/pages/organisation/members/WhatEnds.tsx";
import type { Organisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.profile;

/** Says what ends before the person leaves. Leaving signs out, so the sign-in page is next. */
export function LeaveDialog({ organisation, onClose }: { organisation: Organisation; onClose: () => void }) {
  const params = { path: { slug: organisation.slug } };
  const held = useQuery({
    queryKey: ["own-membership", organisation.slug],
    queryFn: () => answerOf(api.GET("/api/v1/org/{slug}/own-membership", { params })),
    gcTime: 0,
  });
  const leave = useChange({
    send: () => api.DELETE("/api/v1/org/{slug}/own-membership", { params }),
    refresh: [],
    onDone: () => window.location.assign("/auth/sign-in"),
  });
  return (
    <ConfirmDialog
      opened
      title={words.leaveTitle(organisation.name)}
      confirm={words.leaveConfirm}
      isBusy={leave.isPending}
      isDisabled={!held.data}
      error={leave.error ?? held.error}
      onConfirm={() => leave.mutate()}
      onClose={onClose}
    >
      <Text size="sm">{words.leaveWhy(organisation.name)}</Text>
      {held.data && <WhatEnds held={held.data} />}
    </ConfirmDialog>
  );
}

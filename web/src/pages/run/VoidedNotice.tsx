import { Alert, Text } from "@mantine/core";
import { IconBan } from "@tabler/icons-react";
import { Instant } from "@/components/Instant.tsx";
import { personText } from "@/pages/run/person.ts";
import type { RunVoid } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";

const t = texts.run.voided;

/** Says that the run counts nowhere, why, and who decided it. */
export function VoidedNotice({ state, zone }: { state: RunVoid; zone?: string | null }) {
  return (
    <Alert color="yellow" icon={<IconBan />} title={t.title} role="status">
      <Text size="sm" style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }} fw={600}>
        {state.reason}
      </Text>
      <Text size="sm" mt={4}>
        {t.by} {personText(state.by)}
        {state.at && (
          <>
            , <Instant at={state.at} zone={zone} />
          </>
        )}
        . {t.text}
      </Text>
    </Alert>
  );
}

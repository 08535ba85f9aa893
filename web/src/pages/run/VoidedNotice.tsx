import { Text, Title } from "@mantine/core";
import { IconBan } from "@tabler/icons-react";
import { Instant } from "@/components/Instant.tsx";
import { personText } from "@/pages/run/person.ts";
import type { RunVoid } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";
import classes from "./VoidedNotice.module.css";

const t = texts.run.voided;

/** Says that the run counts nowhere, why, and who decided it. */
export function VoidedNotice({ state, zone }: { state: RunVoid; zone?: string | null }) {
  return (
    <section className={classes.notice} aria-label={t.title}>
      <IconBan className={classes.sign} aria-hidden />
      <div>
        <Title order={2} size="h5" c="var(--error)">
          {t.title}
        </Title>
        <Text size="sm" className={classes.reason}>
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
      </div>
    </section>
  );
}

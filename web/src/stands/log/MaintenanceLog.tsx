import { Button, Skeleton, Stack } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { useOrganisation } from "@/session/session.ts";
import { logQuery } from "@/stands/queries.ts";
import { texts } from "@/texts/index.ts";
import { LogEntry } from "./LogEntry.tsx";
import classes from "./MaintenanceLog.module.css";
import { NewEntry } from "./NewEntry.tsx";

/** What was done at a stand, the latest first, and the place to write down more. */
export function MaintenanceLog({ slug, standId }: { slug: string; standId: number }) {
  const { is_demo } = useOrganisation();
  const client = useQueryClient();
  const log = useInfiniteQuery(logQuery(slug, standId));
  const text = texts.maintenance;
  const again = () => client.invalidateQueries({ queryKey: logQuery(slug, standId).queryKey });
  const entries = log.data?.pages.flatMap((page) => page.events);
  return (
    <Stack gap="md">
      {!is_demo && (
        <Panel>
          <NewEntry slug={slug} standId={standId} onAdded={again} />
        </Panel>
      )}
      {log.isError && <Trouble error={log.error} again={() => void log.refetch()} />}
      {log.isPending && <Skeleton height={160} radius="md" />}
      {entries?.length === 0 && (
        <EmptyState title={text.empty}>{is_demo ? text.demoEmptyWhy : text.emptyWhy}</EmptyState>
      )}
      {entries && entries.length > 0 && (
        <ol className={classes.entries}>
          {entries.map((entry) => (
            <LogEntry key={entry.id} slug={slug} standId={standId} entry={entry} onChanged={again} />
          ))}
        </ol>
      )}
      {log.hasNextPage && (
        <Button
          variant="default"
          style={{ alignSelf: "center" }}
          loading={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
        >
          {text.older}
        </Button>
      )}
    </Stack>
  );
}

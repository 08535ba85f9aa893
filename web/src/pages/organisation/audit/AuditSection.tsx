import { Button, Group, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { answerOf, api } from "@/api/client.ts";
import { EmptyState } from "@/components/EmptyState.tsx";
import { ListSkeleton } from "@/components/ListSkeleton.tsx";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { AuditFilters } from "@/pages/organisation/audit/AuditFilters.tsx";
import { AuditTable } from "@/pages/organisation/audit/AuditTable.tsx";
import { type AuditFilter, filterOf } from "@/pages/organisation/audit/filter.ts";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.audit;

/** What was done, by whom: filtered, page by page, and as a file. */
export function AuditSection() {
  const { slug } = useOrganisation();
  const search = useSearch({ from: "/signed-in/o/$slug/organisation/$section" });
  const navigate = useNavigate({ from: "/o/$slug/organisation/$section" });
  const filter = filterOf(search);
  const log = useAuditLog(slug, filter);
  const events = log.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <Panel
      title={texts.organisation.sections.audit}
      actions={(["csv", "json"] as const).map((format) => (
        <Button
          key={format}
          component="a"
          href={`/api/v1/org/${slug}/audit.${format}?${new URLSearchParams({ ...filter })}`}
          download
          size="xs"
          variant="default"
          leftSection={<IconDownload size={16} />}
          aria-label={words.exportLabel(words[format])}
        >
          {words[format]}
        </Button>
      ))}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {words.intro}
        </Text>
        <AuditFilters
          filter={filter}
          onChange={(part) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true })}
        />
        {log.isPending && <ListSkeleton rows={8} />}
        {log.isError && <Trouble error={log.error} again={() => void log.refetch()} />}
        {log.data && events.length === 0 && <EmptyState title={words.empty}>{words.emptyWhy}</EmptyState>}
        {events.length > 0 && <AuditTable events={events} />}
        {events.length > 0 && (
          <Group justify="center">
            {log.hasNextPage ? (
              <Button
                variant="default"
                loading={log.isFetchingNextPage}
                onClick={() => void log.fetchNextPage()}
              >
                {words.older}
              </Button>
            ) : (
              <Text size="sm" c="dimmed">
                {words.end}
              </Text>
            )}
          </Group>
        )}
      </Stack>
    </Panel>
  );
}

function useAuditLog(slug: string, filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: ["audit", slug, filter],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/audit", {
          params: { path: { slug }, query: { ...filter, before: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.older ?? undefined,
  });
}

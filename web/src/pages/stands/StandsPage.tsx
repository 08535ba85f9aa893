import { Alert, Button, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { ConnectFirstStand } from "@/components/ConnectFirstStand.tsx";
import { EmptyState } from "@/components/EmptyState.tsx";
import { ButtonLink } from "@/components/links.tsx";
import { PageHeader } from "@/components/PageHeader.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { useOrganisation } from "@/session/session.ts";
import { pickStands } from "@/stands/health.ts";
import { standsQuery } from "@/stands/queries.ts";
import { useNow } from "@/stands/useNow.ts";
import { texts } from "@/texts/index.ts";
import { StandCards } from "./StandCards.tsx";
import { StandsSkeleton } from "./StandsSkeleton.tsx";
import { StandsTable } from "./StandsTable.tsx";
import { StandsToolbar } from "./StandsToolbar.tsx";

const route = getRouteApi("/signed-in/o/$slug/stands");

/** Every stand of the organisation, those in trouble first. */
export function StandsPage() {
  const { slug, is_demo } = useOrganisation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const answer = useQuery(standsQuery(slug));
  const now = useNow();
  const text = texts.stands;
  const change = (changed: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...changed }, replace: true });
  const actions = (
    <>
      {!is_demo && (
        <ButtonLink
          to="/o/$slug/organisation/$section"
          params={{ slug, section: "stands" }}
          variant="default"
          size="xs"
        >
          {text.connections}
        </ButtonLink>
      )}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={15} />}
        loading={answer.isFetching}
        onClick={() => void answer.refetch()}
      >
        {text.refresh}
      </Button>
    </>
  );
  const stands = answer.data?.stands;
  const picked = stands && pickStands(stands, search);
  return (
    <>
      <PageHeader title={text.title} actions={actions} />
      {answer.isError && <Trouble error={answer.error} again={() => void answer.refetch()} />}
      {!stands && !answer.isError && <StandsSkeleton />}
      {stands?.length === 0 && <ConnectFirstStand slug={slug} />}
      {stands && stands.length > 0 && picked && (
        <>
          <StandsToolbar stands={stands} search={search} change={change} />
          {answer.data?.is_cut && (
            <Alert mb="md" color="yellow">
              {text.cut}
            </Alert>
          )}
          {picked.length === 0 && (
            <EmptyState
              title={text.nothingFits}
              action={
                <Button variant="default" onClick={() => change({ text: undefined, health: undefined })}>
                  {text.showAll}
                </Button>
              }
            >
              {text.nothingFitsWhy}
            </EmptyState>
          )}
          {picked.length > 0 &&
            (search.view === "table" ? (
              <StandsTable slug={slug} stands={picked} now={now} />
            ) : (
              <StandCards slug={slug} stands={picked} now={now} />
            ))}
          <Text className="visually-hidden" role="status">
            {picked.length}
          </Text>
        </>
      )}
    </>
  );
}

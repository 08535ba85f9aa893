import { Button, Tabs } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { NotFound } from "@/components/NotFound.tsx";
import { PageHeader } from "@/components/PageHeader.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { useOrganisation } from "@/session/session.ts";
import { HealthBadge } from "@/stands/HealthBadge.tsx";
import { MaintenanceLog } from "@/stands/log/MaintenanceLog.tsx";
import { standQuery } from "@/stands/queries.ts";
import { standName } from "@/stands/standName.ts";
import { useNow } from "@/stands/useNow.ts";
import { texts } from "@/texts/index.ts";
import { StandCrumb } from "./StandCrumb.tsx";
import { StandEquipment } from "./StandEquipment.tsx";
import { StandFacts } from "./StandFacts.tsx";
import classes from "./StandPage.module.css";
import { StandRuns } from "./StandRuns.tsx";
import { StandSkeleton } from "./StandSkeleton.tsx";
import { StandTrouble } from "./StandTrouble.tsx";
import { STAND_TABS, type StandTab } from "./search.ts";

const route = getRouteApi("/signed-in/o/$slug/stands/$standId");

/** Everything about one stand. */
export function StandPage() {
  const { slug } = useOrganisation();
  const id = Number(route.useParams().standId);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const isId = Number.isSafeInteger(id) && id > 0;
  const answer = useQuery({ ...standQuery(slug, id), enabled: isId });
  const now = useNow();
  const text = texts.stands;
  if (!isId) return <NotFound />;
  if (answer.isError && !answer.data) {
    return (
      <>
        <PageHeader title={text.stand} subtitle={<StandCrumb slug={slug} />} />
        <Trouble error={answer.error} again={() => void answer.refetch()} />
      </>
    );
  }
  if (!answer.data) return <StandSkeleton slug={slug} />;
  const page = answer.data;
  const { stand } = page;
  const show = (tab: string | null) => {
    const chosen = STAND_TABS.find((known) => known === tab);
    void navigate({ search: { ...search, tab: chosen === "runs" ? undefined : chosen } });
  };
  const tab: StandTab = search.tab ?? "runs";
  return (
    <>
      <PageHeader
        title={standName(stand)}
        badge={<HealthBadge health={stand.health} now={now} />}
        subtitle={<StandCrumb slug={slug} location={stand.location} />}
        actions={
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={15} />}
            loading={answer.isFetching}
            onClick={() => void answer.refetch()}
          >
            {text.refresh}
          </Button>
        }
      />
      {answer.isError && <Trouble error={answer.error} again={() => void answer.refetch()} />}
      <StandTrouble slug={slug} page={page} now={now} />
      <div className={classes.columns}>
        <StandFacts slug={slug} page={page} />
        <Tabs value={tab} onChange={show} keepMounted={false} className={classes.main}>
          <Tabs.List mb="md" aria-label={text.page.tabs}>
            {STAND_TABS.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {text.page[name]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="runs">
            <StandRuns slug={slug} standId={stand.id} />
          </Tabs.Panel>
          <Tabs.Panel value="log">
            <MaintenanceLog slug={slug} standId={stand.id} />
          </Tabs.Panel>
          <Tabs.Panel value="equipment">
            <StandEquipment page={page} />
          </Tabs.Panel>
        </Tabs>
      </div>
    </>
  );
}

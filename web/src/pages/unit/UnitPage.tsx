import { Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { problemOf } from "@/api/problem.ts";
import { EmptyState } from "@/components/EmptyState.tsx";
import { PageHeader } from "@/components/PageHeader.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { Assembly } from "@/pages/unit/Assembly.tsx";
import { CompareDrawer } from "@/pages/unit/CompareDrawer.tsx";
import { PlanCards } from "@/pages/unit/PlanCards.tsx";
import { UnitHeader } from "@/pages/unit/UnitHeader.tsx";
import { UnitHistory } from "@/pages/unit/UnitHistory.tsx";
import { UnknownUnit } from "@/pages/unit/UnknownUnit.tsx";
import { texts } from "@/texts/index.ts";
import { type UnitKey, unitQuery } from "@/units/queries.ts";

/** Everything that is known of one unit, over all plans and stands. */
export function UnitPage() {
  const params = useParams({ from: "/signed-in/o/$slug/units/$partNumber/$serialNumber" });
  const key = { slug: params.slug, part: params.partNumber, serial: params.serialNumber };
  return <UnitOf key={JSON.stringify(key)} unitKey={key} />;
}

function UnitOf({ unitKey }: { unitKey: UnitKey }) {
  const unit = useQuery(unitQuery(unitKey));
  if (unit.error && !unit.data) {
    if (problemOf(unit.error).code === "not_found") return <UnknownUnit unitKey={unitKey} />;
    return (
      <>
        <PageHeader title={unitKey.serial} subtitle={unitKey.part} />
        <Trouble error={unit.error} again={() => void unit.refetch()} />
      </>
    );
  }
  if (!unit.data) return <Loading unitKey={unitKey} />;
  return (
    <Stack gap="md">
      <UnitHeader unit={unit.data} />
      <PlanCards slug={unitKey.slug} plans={unit.data.plans} />
      <Assembly slug={unitKey.slug} unit={unit.data} />
      {unit.data.runs > 0 ? (
        <UnitHistory unitKey={unitKey} unit={unit.data} />
      ) : (
        <EmptyState title={texts.unit.noRunsTitle}>{texts.unit.noRuns}</EmptyState>
      )}
      <CompareDrawer slug={unitKey.slug} />
    </Stack>
  );
}

function Loading({ unitKey }: { unitKey: UnitKey }) {
  return (
    <Stack gap="md" aria-busy aria-label={texts.unit.loading}>
      <PageHeader title={unitKey.serial} subtitle={`${texts.unit.part} ${unitKey.part}`} />
      <Skeleton height={132} maw={420} />
      <Skeleton height={320} />
    </Stack>
  );
}

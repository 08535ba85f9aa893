import { Button, Group, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Panel } from "@/components/Panel.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { CompareBar } from "@/pages/unit/CompareBar.tsx";
import { HistoryItem } from "@/pages/unit/HistoryItem.tsx";
import { toggled } from "@/pages/unit/selection.ts";
import { texts } from "@/texts/index.ts";
import { type Unit, type UnitKey, type UnitRun, unitRunsQuery } from "@/units/queries.ts";
import classes from "./unit.module.css";

const ROUTE = "/signed-in/o/$slug/units/$partNumber/$serialNumber";

/** All runs over all plans and stands, page by page. Two of them can be compared. */
export function UnitHistory({ unitKey, unit }: { unitKey: UnitKey; unit: Unit }) {
  const order = useSearch({ from: ROUTE }).order ?? "newest";
  const pages = useInfiniteQuery(unitRunsQuery(unitKey, order));
  const [selected, setSelected] = useState<UnitRun[]>([]);
  const runs = pages.data?.pages.flatMap((page) => page.runs) ?? [];
  return (
    <Panel title={texts.unit.history} actions={<Order order={order} />}>
      {unit.runs > 1 && <CompareBar selected={selected} clear={() => setSelected([])} slug={unitKey.slug} />}
      {pages.isPending && <Placeholder rows={Math.min(unit.runs, 6)} />}
      <ol className={classes.timeline}>
        {runs.map((run) => (
          <HistoryItem
            key={run.run_id}
            slug={unitKey.slug}
            run={run}
            isSelected={selected.some((other) => other.run_id === run.run_id)}
            onSelect={unit.runs > 1 ? () => setSelected(toggled(selected, run)) : undefined}
          />
        ))}
      </ol>
      {pages.error && <Trouble error={pages.error} again={() => void pages.refetch()} />}
      {pages.hasNextPage && (
        <Group justify="center" mt="sm" gap="sm">
          <Button
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {texts.unit.more}
          </Button>
          <Text size="xs" c="dimmed">
            {texts.unit.shown(runs.length, unit.runs)}
          </Text>
        </Group>
      )}
    </Panel>
  );
}

function Order({ order }: { order: "newest" | "oldest" }) {
  const navigate = useNavigate({ from: "/o/$slug/units/$partNumber/$serialNumber" });
  const change = (value: string) =>
    void navigate({
      search: (search) => ({ ...search, order: value === "oldest" ? ("oldest" as const) : undefined }),
      replace: true,
    });
  return (
    <SegmentedControl
      size="xs"
      aria-label={texts.unit.order}
      value={order}
      onChange={change}
      data={[
        { value: "newest", label: texts.unit.newestFirst },
        { value: "oldest", label: texts.unit.oldestFirst },
      ]}
    />
  );
}

function Placeholder({ rows }: { rows: number }) {
  return (
    <Stack gap="sm" aria-busy>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <Skeleton key={index} height={46} />
      ))}
    </Stack>
  );
}

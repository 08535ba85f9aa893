import { Drawer, SimpleGrid, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ComparedRun } from "@/pages/unit/ComparedRun.tsx";
import { texts } from "@/texts/index.ts";
import { comparisonQuery } from "@/units/queries.ts";
import { RunChanges } from "@/units/RunChanges.tsx";

/** Two runs beside each other, when the address names two. */
export function CompareDrawer({ slug }: { slug: string }) {
  const { before, after } = useSearch({ from: "/signed-in/o/$slug/units/$partNumber/$serialNumber" });
  const navigate = useNavigate({ from: "/o/$slug/units/$partNumber/$serialNumber" });
  const isOpen = before !== undefined && after !== undefined;
  const close = () => void navigate({ search: ({ order }) => (order ? { order } : {}), resetScroll: false });
  return (
    <Drawer
      opened={isOpen}
      onClose={close}
      position="right"
      size="min(100%, 60rem)"
      title={texts.unit.comparison}
      closeButtonProps={{ "aria-label": texts.unit.closeComparison }}
      styles={{ title: { fontWeight: 650, fontSize: "1.125rem" } }}
    >
      {isOpen && <Compared slug={slug} before={before} after={after} />}
    </Drawer>
  );
}

function Compared(props: { slug: string; before: string; after: string }) {
  const comparison = useQuery(comparisonQuery(props.slug, props.before, props.after));
  return (
    <Stack gap="lg">
      {comparison.data && (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <ComparedRun slug={props.slug} run={comparison.data.before} title={texts.unit.before} />
          <ComparedRun slug={props.slug} run={comparison.data.after} title={texts.unit.after} />
        </SimpleGrid>
      )}
      <RunChanges {...props} />
    </Stack>
  );
}

import { SimpleGrid, Skeleton, Stack } from "@mantine/core";

const TILES = ["values", "mean", "sigma", "cpk", "ppk", "failed"];

/** As large as what will be there. */
export function MeasurementSkeleton() {
  return (
    <Stack gap="md" aria-busy="true">
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm">
        {TILES.map((tile) => (
          <Skeleton key={tile} height={112} />
        ))}
      </SimpleGrid>
      <Skeleton height={560} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Skeleton height={390} />
        <Skeleton height={390} />
      </SimpleGrid>
    </Stack>
  );
}

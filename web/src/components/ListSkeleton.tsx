import { Skeleton, Stack } from "@mantine/core";

/** A list on its way. */
export function ListSkeleton({ rows = 4 }: { rows?: number }) {
  const lines = Array.from({ length: rows }, (_, index) => `line ${index}`);
  return (
    <Stack gap="sm" aria-hidden>
      {lines.map((line) => (
        <Skeleton key={line} height={36} radius="sm" />
      ))}
    </Stack>
  );
}

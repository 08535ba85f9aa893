import { Skeleton, Stack } from "@mantine/core";
import { texts } from "@/texts/index.ts";

/** While the script of a page, or who is signed in, is on the way for long. */
export function PagePending() {
  return (
    <Stack p="lg" gap="md" role="status" aria-label={texts.connection.loading}>
      <Skeleton h={28} w="min(240px, 60%)" />
      <Skeleton h={120} />
      <Skeleton h={280} />
    </Stack>
  );
}

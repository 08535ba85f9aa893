import { Text } from "@mantine/core";
import type { RunInfo } from "@/pages/run/types.ts";

/** A few properties in one line, for a table. */
export function InfoText({ info }: { info: RunInfo[] }) {
  if (info.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
      {info.map(({ key, value }) => `${key}: ${value}`).join(" · ")}
    </Text>
  );
}

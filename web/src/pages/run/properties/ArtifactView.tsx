import { Text } from "@mantine/core";
import { useMemo } from "react";
import { JsonView } from "@/pages/run/properties/JsonView.tsx";
import { sizeText } from "@/pages/run/size.ts";
import type { RunArtifact } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";

/** What a test plan attached to a step. */
export function ArtifactView({ title, artifact }: { title: string; artifact: RunArtifact }) {
  const value = useMemo(() => parsed(artifact.json), [artifact.json]);
  return (
    <div>
      <Text size="xs" c="dimmed" mb={2}>
        {title}
      </Text>
      {value ? (
        <JsonView value={value} />
      ) : (
        <Text size="sm">{texts.run.properties.tooLarge(sizeText(artifact.size_bytes))}</Text>
      )}
    </div>
  );
}

function parsed(json: string | null | undefined): object | null {
  if (!json) return null;
  try {
    return JSON.parse(json) as object;
  } catch {
    return null;
  }
}

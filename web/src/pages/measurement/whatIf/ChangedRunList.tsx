import { Group, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { ShowMore } from "@/analysis/ShowMore.tsx";
import { useOpenRun } from "@/analysis/useOpenRun.ts";
import { countText } from "@/format/number.ts";
import type { WhatIf } from "@/pages/measurement/queries.ts";
import { changedRuns } from "@/pages/measurement/whatIf/changedRuns.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.whatIf;

/** The latest runs whose result would change, and how many of how many they are. */
export function ChangedRunList({ slug, answer }: { slug: string; answer: WhatIf }) {
  const openRun = useOpenRun(slug);
  const [isAll, setAll] = useState(false);
  const { shown, more, all } = changedRuns(answer, isAll);
  if (shown.length === 0) return null;
  return (
    <div>
      <Text size="sm" c="dimmed">
        {words.runs(countText(shown.length), countText(all))}
      </Text>
      <Group gap="xs">
        {shown.map((number) => (
          <UnstyledButton key={number} c="var(--accent)" fz="sm" onClick={() => openRun(number)}>
            {words.run(countText(number))}
          </UnstyledButton>
        ))}
      </Group>
      {more > 0 && (
        <ShowMore
          isAll={isAll}
          more={texts.analysis.showMore(countText(more))}
          onToggle={() => setAll(!isAll)}
        />
      )}
    </div>
  );
}

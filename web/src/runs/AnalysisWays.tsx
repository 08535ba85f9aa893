import { Text } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { AnchorLink } from "@/components/links.tsx";
import { overviewQuery } from "@/runs/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const ICON = { size: 14, stroke: 1.8, style: { verticalAlign: "-2px" } } as const;

/** From the figures of some runs to what fails in them. */
export function AnalysisWays({ slug, filter }: { slug: string; filter: RunFilter }) {
  const figures = useQuery(overviewQuery(slug, filter)).data?.figures;
  if (!figures || figures.not_passed === 0) return null;
  return (
    <Text size="sm" ta="right" mt={-6}>
      <AnchorLink inherit to="/o/$slug/failures" params={{ slug }} search={filter}>
        {texts.runs.ways.failures} <IconArrowRight {...ICON} aria-hidden />
      </AnchorLink>
    </Text>
  );
}

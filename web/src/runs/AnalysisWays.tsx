import { Group, Text } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { AnchorLink } from "@/components/links.tsx";
import { countText, percentText } from "@/format/number.ts";
import { overviewQuery } from "@/runs/queries.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const ICON = { size: 14, stroke: 1.8, style: { verticalAlign: "-2px" } } as const;

/** From the figures of some runs to what is behind them: how good, and what fails. */
export function AnalysisWays({ slug, filter }: { slug: string; filter: RunFilter }) {
  const words = texts.runs.ways;
  const figures = useQuery(overviewQuery(slug, filter)).data?.figures;
  if (!figures || figures.runs === 0) return null;
  const yields = percentText(figures.passed_by_first, figures.first_tests);
  return (
    <Group gap="lg" justify="flex-end" mt={-6}>
      {figures.first_tests > 0 && (
        <Text size="sm">
          <AnchorLink inherit to="/o/$slug/yield" params={{ slug }} search={filter}>
            {words.firstPass(yields, countText(figures.first_tests))} <IconArrowRight {...ICON} aria-hidden />
          </AnchorLink>
        </Text>
      )}
      {figures.not_passed > 0 && (
        <Text size="sm">
          <AnchorLink inherit to="/o/$slug/failures" params={{ slug }} search={filter}>
            {words.failures} <IconArrowRight {...ICON} aria-hidden />
          </AnchorLink>
        </Text>
      )}
    </Group>
  );
}

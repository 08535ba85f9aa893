import { Group, Text } from "@mantine/core";
import { AnchorLink } from "@/components/links.tsx";
import { stepText } from "@/pages/measurement/measurementName.ts";
import type { Measurement, Series } from "@/pages/measurement/queries.ts";
import type { MeasurementSearch } from "@/pages/measurement/search.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement;

/** Where the measurement comes from, its limits, and the way to another one. */
export function MeasurementFacts(props: {
  slug: string;
  measurement: Measurement;
  series?: Series;
  search: MeasurementSearch;
}) {
  const { measurement, series, search } = props;
  const limits = series?.limits.current?.text;
  const unit = measurement.unit ? ` ${measurement.unit}` : "";
  return (
    <Group gap="xs">
      <Text span size="sm" style={{ overflowWrap: "anywhere" }}>
        {measurement.plan} › {stepText(measurement)}
      </Text>
      {series && (
        <Text span size="sm">
          · {limits ? `${words.limits} ${limits}${unit}` : words.noLimits}
        </Text>
      )}
      <AnchorLink
        size="sm"
        to="/o/$slug/measurement"
        params={{ slug: props.slug }}
        search={{
          ...search,
          plan: [measurement.plan],
          series: undefined,
          lower: undefined,
          upper: undefined,
        }}
      >
        {words.other}
      </AnchorLink>
    </Group>
  );
}

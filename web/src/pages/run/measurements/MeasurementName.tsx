import { useQuery } from "@tanstack/react-query";
import { AnchorLink } from "@/components/links.tsx";
import { measurementsQuery } from "@/pages/measurement/queries.ts";
import { seriesOf } from "@/pages/run/measurements/seriesOf.ts";
import type { RunMeasurement } from "@/pages/run/types.ts";
import { useRun, useRunAddress } from "@/pages/run/useRun.ts";
import { texts } from "@/texts/index.ts";
import classes from "./MeasurementTable.module.css";

const t = texts.run.measurements;

/** Leads to the same measurement of all runs of the plan. */
export function MeasurementName(props: {
  place: { module: string; case: string };
  inCase: RunMeasurement[];
  measurement: RunMeasurement;
}) {
  const { measurement } = props;
  const address = useRunAddress();
  const plan = useRun(address).data?.plan;
  const ofPlan = useQuery({ ...measurementsQuery(address.slug, plan ?? ""), enabled: Boolean(plan) });
  const name = measurement.name ?? (
    <span className={classes.soft}>{t.unnamed(measurement.position + 1)}</span>
  );
  const series = ofPlan.data && seriesOf(ofPlan.data, props.place, props.inCase, measurement);
  if (series === undefined || !plan) return name;
  return (
    <AnchorLink
      fz="inherit"
      title={t.overTime}
      to="/o/$slug/measurement"
      params={{ slug: address.slug }}
      search={{ series, plan: [plan] }}
    >
      {name}
    </AnchorLink>
  );
}

import { Alert } from "@mantine/core";
import { FactsPanel } from "@/pages/run/FactsPanel.tsx";
import { FailurePanel } from "@/pages/run/FailurePanel.tsx";
import { InstrumentsPanel } from "@/pages/run/properties/InstrumentsPanel.tsx";
import { PropertiesPanel } from "@/pages/run/properties/PropertiesPanel.tsx";
import { SubUnitsPanel } from "@/pages/run/properties/SubUnitsPanel.tsx";
import { RunHeader } from "@/pages/run/RunHeader.tsx";
import { StepsPanel } from "@/pages/run/steps/StepsPanel.tsx";
import { hasFailed, type RunData } from "@/pages/run/types.ts";
import type { RunAddress } from "@/pages/run/useRun.ts";
import { VoidedNotice } from "@/pages/run/VoidedNotice.tsx";
import { texts } from "@/texts/index.ts";
import { AttemptsPanel } from "@/units/AttemptsPanel.tsx";
import classes from "./RunPage.module.css";

const t = texts.run;

export function RunContent({ run, address }: { run: RunData; address: RunAddress }) {
  const { report } = run;
  return (
    <>
      <RunHeader run={run} address={address} />
      <div className={classes.columns}>
        <div className={classes.column}>
          <div className={classes.lead}>
            {run.void && <VoidedNotice state={run.void} zone={report?.stand_time_zone} />}
            {report && (hasFailed(run.status) || report.failed_case_count > 0) && (
              <FailurePanel run={run} report={report} />
            )}
            {!report && (
              <Alert color="yellow" title={t.unreadable}>
                {t.unreadableWhy}
              </Alert>
            )}
            <AttemptsPanel slug={address.slug} runId={run.id} />
          </div>
          <div className={classes.steps}>{report && <StepsPanel run={run} report={report} />}</div>
        </div>
        <div className={classes.column}>
          <div className={classes.card}>
            <FactsPanel run={run} slug={address.slug} />
          </div>
          {report && (
            <div className={classes.rest}>
              <SubUnitsPanel slug={address.slug} units={report.sub_units} />
              <InstrumentsPanel instruments={report.instruments} />
              <PropertiesPanel report={report} />
            </div>
          )}
        </div>
      </div>
    </>
  );
}

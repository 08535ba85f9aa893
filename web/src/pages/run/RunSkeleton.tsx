import { Skeleton, Stack } from "@mantine/core";
import { Panel } from "@/components/Panel.tsx";
import classes from "./RunPage.module.css";

const FACTS = ["a", "b", "c", "d", "e", "f", "g", "h"];
const STEPS = ["a", "b", "c", "d"];

/** The shape of the page before anything is known. */
export function RunSkeleton() {
  return (
    <div aria-busy="true">
      <Stack gap={6} mb="md">
        <Skeleton height={28} width={280} />
        <Skeleton height={16} width={420} maw="100%" />
      </Stack>
      <div className={classes.columns}>
        <div className={classes.steps}>
          <Panel>
            <Stack gap="sm">
              {STEPS.map((step) => (
                <Skeleton key={step} height={38} />
              ))}
            </Stack>
          </Panel>
        </div>
        <div className={classes.card}>
          <Panel>
            <div className={classes.facts}>
              {FACTS.map((fact) => (
                <Skeleton key={fact} height={34} />
              ))}
            </div>
          </Panel>
        </div>
      </div>
    </div>
  );
}

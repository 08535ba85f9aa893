import { Stack, Text } from "@mantine/core";
import { analysisFiles } from "@/analysis/files.ts";
import { ChartPanel } from "@/charts/ChartPanel.tsx";
import { percentText } from "@/format/number.ts";
import { secondsText } from "@/format/seconds.ts";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import type { StepDurations } from "../queries.ts";
import classes from "./TimePanel.module.css";

const COLOURS = 8;

/** The modules of the plan as one bar, as long as their share of the time. */
export function TimePanel(props: { slug: string; filter: RunFilter; durations: StepDurations }) {
  const { slug, filter, durations } = props;
  const words = texts.plan.steps;
  const modules = durations.modules.map((module, at) => ({
    ...module,
    colour: at % COLOURS,
    text: words.module(
      module.module,
      secondsText(module.mean_seconds),
      percentText(module.total_seconds, durations.steps_seconds),
    ),
  }));
  return (
    <ChartPanel title={words.title} files={analysisFiles(slug, "step-durations", filter)}>
      <Stack gap="sm">
        <div className={classes.bar} aria-hidden>
          {modules.map((module) => (
            <span
              key={module.module}
              className={classes.part}
              data-colour={module.colour}
              title={module.text}
              style={{ flexGrow: module.total_seconds }}
            />
          ))}
        </div>
        <ul className={classes.legend}>
          {modules.map((module) => (
            <li key={module.module}>
              <span className={classes.swatch} data-colour={module.colour} aria-hidden />
              {module.text}
            </li>
          ))}
        </ul>
        <Text size="sm" c="dimmed">
          {durations.runs_seconds > 0 &&
            words.accounted(
              secondsText(durations.steps_seconds),
              secondsText(durations.runs_seconds),
              percentText(durations.steps_seconds, durations.runs_seconds),
            )}{" "}
          {words.precision}
        </Text>
      </Stack>
    </ChartPanel>
  );
}

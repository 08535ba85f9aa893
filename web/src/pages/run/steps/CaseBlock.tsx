import { IconChartLine, IconChevronRight, IconPaperclip, IconRuler2 } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { StatusBadge } from "@/components/StatusBadge.tsx";
import { CaseDetails } from "@/pages/run/steps/CaseDetails.tsx";
import { StepTime } from "@/pages/run/steps/StepTime.tsx";
import type { Span } from "@/pages/run/steps/timeline.ts";
import type { RunCase, RunModule } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";
import classes from "./Steps.module.css";

const t = texts.run.steps;
const ICON = { size: 14, stroke: 1.8 } as const;

/** A case in one line, and below it, when open, everything that it noted. */
export function CaseBlock(props: {
  module: RunModule;
  testCase: RunCase;
  span: Span | null;
  isOpen: boolean;
  toggle: () => void;
  isSelected: boolean;
}) {
  const { module, testCase, span, isOpen, isSelected } = props;
  const block = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isSelected) block.current?.scrollIntoView({ block: "start" });
  }, [isSelected]);
  return (
    <div
      ref={block}
      className={classes.case}
      data-selected={isSelected || undefined}
      data-status={testCase.status}
    >
      <button type="button" className={classes.head} aria-expanded={isOpen} onClick={props.toggle}>
        <IconChevronRight className={classes.chevron} size={14} data-open={isOpen} aria-hidden />
        <StatusBadge status={testCase.status} />
        <span className={classes.title} title={testCase.id}>
          <span>{testCase.name || t.unnamed}</span>
          <span className={classes.soft}>
            {testCase.group !== "main" && testCase.group !== module.group && (
              <span>{t.groups[testCase.group]}</span>
            )}
            {testCase.attempt > 1 && <span>{t.tries(testCase.attempt)}</span>}
            {testCase.measurement_count > 0 && (
              <span className={classes.sign} title={t.measurementCount(testCase.measurement_count)}>
                <IconRuler2 {...ICON} aria-hidden />
                {testCase.measurement_count}
                <span className="visually-hidden">{t.measurementCount(testCase.measurement_count)}</span>
              </span>
            )}
            {testCase.chart && (
              <span className={classes.sign} title={t.hasChart}>
                <IconChartLine {...ICON} aria-label={t.hasChart} />
              </span>
            )}
            {testCase.artifact && (
              <span className={classes.sign} title={t.hasArtifact}>
                <IconPaperclip {...ICON} aria-label={t.hasArtifact} />
              </span>
            )}
          </span>
        </span>
        <StepTime step={testCase} span={span} />
      </button>
      {isOpen && <CaseDetails moduleId={module.id} testCase={testCase} />}
    </div>
  );
}

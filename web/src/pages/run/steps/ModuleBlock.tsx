import { Button } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { StatusBadge } from "@/components/StatusBadge.tsx";
import { ArtifactView } from "@/pages/run/properties/ArtifactView.tsx";
import { caseKey } from "@/pages/run/search.ts";
import { CaseBlock } from "@/pages/run/steps/CaseBlock.tsx";
import { StepTime } from "@/pages/run/steps/StepTime.tsx";
import type { Span } from "@/pages/run/steps/timeline.ts";
import type { RunModule } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";
import classes from "./Steps.module.css";

const t = texts.run.steps;
const CASES_AT_ONCE = 100;

/** A module with its cases; closed ones draw nothing of what is in them. */
export function ModuleBlock(props: {
  module: RunModule;
  span: Span | null;
  open: Set<string>;
  toggle: (key: string) => void;
  selected: string | undefined;
}) {
  const { module, span, open, toggle, selected } = props;
  const place = module.cases.findIndex((one) => caseKey(module.id, one.id) === selected);
  const [count, setCount] = useState(CASES_AT_ONCE);
  const shown = Math.max(count, place + 1);
  const isOpen = open.has(module.id);
  const passed = module.cases.filter((one) => one.status === "passed").length;
  return (
    <section className={classes.module} aria-label={module.name || module.id}>
      <button type="button" className={classes.head} aria-expanded={isOpen} onClick={() => toggle(module.id)}>
        <IconChevronRight className={classes.chevron} size={16} data-open={isOpen} aria-hidden />
        <StatusBadge status={module.status} />
        <span className={classes.title} title={module.id}>
          <span className={classes.moduleName}>{module.name || t.unnamed}</span>
          <span className={classes.soft}>
            {module.cases.length > 0 ? t.passed(passed, module.cases.length) : t.noCases}
          </span>
        </span>
        <StepTime step={module} span={span} isStrong />
      </button>
      {isOpen && (
        <div className={classes.cases}>
          {module.artifact && (
            <div className={classes.details}>
              <ArtifactView title={texts.run.properties.ofModule} artifact={module.artifact} />
            </div>
          )}
          {module.cases.slice(0, shown).map((testCase) => {
            const key = caseKey(module.id, testCase.id);
            return (
              <CaseBlock
                key={testCase.id}
                module={module}
                testCase={testCase}
                span={span}
                isOpen={open.has(key)}
                toggle={() => toggle(key)}
                isSelected={key === selected}
              />
            );
          })}
          {module.cases.length > shown && (
            <Button
              size="compact-sm"
              variant="default"
              m="xs"
              onClick={() => setCount(shown + CASES_AT_ONCE)}
            >
              {t.moreCases(Math.min(CASES_AT_ONCE, module.cases.length - shown))}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

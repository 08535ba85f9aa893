import { Button, Group, Stack, Switch, Text, Title } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { Panel } from "@/components/Panel.tsx";
import { ModuleBlock } from "@/pages/run/steps/ModuleBlock.tsx";
import { allSteps, groupsOf, onlyFailed, openAtFirst } from "@/pages/run/steps/openSteps.ts";
import { hasWholeSeconds, spanOf } from "@/pages/run/steps/timeline.ts";
import type { RunData, RunReport } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";

const t = texts.run.steps;

/** The tree of groups, modules and cases. */
export function StepsPanel({ run, report }: { run: RunData; report: RunReport }) {
  const search = useSearch({ from: "/signed-in/o/$slug/runs/$runId" });
  const navigate = useNavigate({ from: "/o/$slug/runs/$runId" });
  const { modules } = report;
  // What a person opened or closed; a case that the address names is opened whatever they did before.
  const [chosen, setChosen] = useState<Set<string> | null>(null);
  const atFirst = useMemo(() => openAtFirst(modules, search.case), [modules, search.case]);
  const open = chosen ?? atFirst;
  const span = useMemo(() => spanOf(run, modules), [run, modules]);
  const shown = search.failed ? onlyFailed(modules) : modules;
  const groups = groupsOf(shown);
  const leftOut = report.case_count - modules.reduce((sum, module) => sum + module.cases.length, 0);

  function toggle(key: string) {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setChosen(next);
  }

  if (modules.length === 0) {
    return (
      <Panel title={t.title}>
        <Text fw={600}>{t.none}</Text>
        <Text c="dimmed" size="sm">
          {t.noneWhy}
        </Text>
      </Panel>
    );
  }
  return (
    <Panel
      title={t.title}
      actions={
        <>
          <Switch
            size="sm"
            label={t.onlyFailed}
            checked={search.failed === true}
            onChange={(event) =>
              void navigate({
                search: { ...search, failed: event.currentTarget.checked || undefined },
                replace: true,
                resetScroll: false,
              })
            }
          />
          <Button size="compact-sm" variant="default" onClick={() => setChosen(allSteps(modules))}>
            {t.openAll}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setChosen(new Set())}>
            {t.closeAll}
          </Button>
        </>
      }
    >
      <Stack gap="md">
        {groups.map(({ group, modules: ofGroup }) => (
          <Stack key={group} gap="xs">
            {groupsOf(modules).length > 1 && (
              <Title order={3} size="h6" c="dimmed" tt="uppercase" fz="xs" lts="0.04em">
                {t.groups[group]}
              </Title>
            )}
            {ofGroup.map((module) => (
              <ModuleBlock
                key={module.id}
                module={module}
                span={span}
                open={open}
                toggle={toggle}
                selected={search.case}
              />
            ))}
          </Stack>
        ))}
        {groups.length === 0 && (
          <div>
            <Text fw={600}>{t.noFailures}</Text>
            <Text c="dimmed" size="sm">
              {t.noFailuresWhy}
            </Text>
          </div>
        )}
        <Group gap="md">
          {hasWholeSeconds(modules) && (
            <Text size="xs" c="dimmed">
              {t.wholeSeconds}
            </Text>
          )}
          {leftOut > 0 && (
            <Text size="xs" c="dimmed">
              {t.leftOut(leftOut)}
            </Text>
          )}
        </Group>
      </Stack>
    </Panel>
  );
}

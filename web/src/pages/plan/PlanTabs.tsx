import { Tabs } from "@mantine/core";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import { CapabilityTab } from "./capability/CapabilityTab.tsx";
import { RepeatabilityTab } from "./repeatability/RepeatabilityTab.tsx";
import { PLAN_TABS } from "./search.ts";
import { StepsTab } from "./steps/StepsTab.tsx";
import { TimeTab } from "./time/TimeTab.tsx";
import { usePlanView } from "./usePlanView.ts";

/** What is known of one plan, one question after the other. */
export function PlanTabs(props: { slug: string; filter: RunFilter }) {
  const { slug, filter } = props;
  const { search, setView } = usePlanView();
  const words = texts.plan;
  const tab = PLAN_TABS.find((known) => known === search.tab) ?? "capability";
  const show = (name: string | null) => {
    const chosen = PLAN_TABS.find((known) => known === name);
    setView({ tab: chosen === "capability" ? undefined : chosen, detail: undefined });
  };
  return (
    <Tabs value={tab} onChange={show} keepMounted={false}>
      <Tabs.List mb="md" aria-label={words.tabsLabel}>
        {PLAN_TABS.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {words.tabs[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="capability">
        <CapabilityTab slug={slug} filter={filter} />
      </Tabs.Panel>
      <Tabs.Panel value="steps">
        <StepsTab slug={slug} filter={filter} />
      </Tabs.Panel>
      <Tabs.Panel value="time">
        <TimeTab slug={slug} filter={filter} />
      </Tabs.Panel>
      <Tabs.Panel value="repeatability">
        <RepeatabilityTab slug={slug} filter={filter} />
      </Tabs.Panel>
    </Tabs>
  );
}

import { Tabs } from "@mantine/core";
import type { RunFilter } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";
import { CapabilityTab } from "./capability/CapabilityTab.tsx";
import { RepeatabilityTab } from "./repeatability/RepeatabilityTab.tsx";
import { PLAN_TABS } from "./search.ts";
import { TimeTab } from "./time/TimeTab.tsx";
import { usePlanView } from "./usePlanView.ts";

/** Tabs that have something to show; each has a panel below. */
const SHOWN = PLAN_TABS.filter((tab) => tab !== "steps");

/** What is known of one plan, one question after the other. */
export function PlanTabs(props: { slug: string; filter: RunFilter }) {
  const { slug, filter } = props;
  const { search, setView } = usePlanView();
  const words = texts.plan;
  const tab = SHOWN.find((known) => known === search.tab) ?? "capability";
  const show = (name: string | null) => {
    const chosen = SHOWN.find((known) => known === name);
    setView({ tab: chosen === "capability" ? undefined : chosen, detail: undefined });
  };
  return (
    <Tabs value={tab} onChange={show} keepMounted={false}>
      <Tabs.List mb="md" aria-label={words.tabsLabel}>
        {SHOWN.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {words.tabs[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="capability">
        <CapabilityTab slug={slug} filter={filter} />
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

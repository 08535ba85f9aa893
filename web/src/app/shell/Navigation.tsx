import { Stack } from "@mantine/core";
import {
  IconArrowsLeftRight,
  IconBuildingFactory2,
  IconChartBar,
  IconDeviceDesktopAnalytics,
  IconLayoutDashboard,
  IconListDetails,
  IconPercentage,
  IconSettings,
} from "@tabler/icons-react";
import { useRouterState } from "@tanstack/react-router";
import { QuarantineEntry } from "@/app/shell/QuarantineEntry.tsx";
import { NavigationLink } from "@/components/links.tsx";
import { type RunFilter, runFilterOf } from "@/runs/runFilter.ts";
import { findOrganisation, useSession } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";
import classes from "./Shell.module.css";

/** Home's address is the beginning of all others. */
const EXACTLY = { exact: true } as const;
const ICON = { size: 18, stroke: 1.6 } as const;

const ANALYSIS = ["yield", "failures", "plan", "measurement", "compare"];

/** What was chosen on one page of the analysis is about the next one too. */
function useKeptFilter(base: string): RunFilter | undefined {
  const location = useRouterState({ select: (state) => state.location });
  const isAnalysis = ANALYSIS.some((page) => location.pathname.startsWith(`${base}/${page}`));
  return isAnalysis ? runFilterOf({ ...location.search }) : undefined;
}

export function Navigation({ slug }: { slug: string }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const base = `/o/${slug}`;
  const filter = useKeptFilter(base);
  const organisation = findOrganisation(useSession(), slug);
  const isQuarantine = path.startsWith(`${base}/organisation/quarantine`);
  const isOrganisation = path.startsWith(`${base}/organisation`) && !isQuarantine;
  const entries = [
    {
      to: "/o/$slug" as const,
      label: texts.shell.home,
      icon: <IconLayoutDashboard {...ICON} />,
      isHere: path === base || path.startsWith(`${base}/runs`) || path.startsWith(`${base}/units`),
    },
    {
      to: "/o/$slug/stands" as const,
      label: texts.shell.stands,
      icon: <IconBuildingFactory2 {...ICON} />,
      isHere: path.startsWith(`${base}/stands`),
    },
    {
      to: "/o/$slug/yield" as const,
      label: texts.shell.yield,
      icon: <IconPercentage {...ICON} />,
      isHere: path.startsWith(`${base}/yield`),
      keepsFilter: true,
    },
    {
      to: "/o/$slug/failures" as const,
      label: texts.shell.failures,
      icon: <IconChartBar {...ICON} />,
      isHere: path.startsWith(`${base}/failures`),
      keepsFilter: true,
    },
    {
      to: "/o/$slug/plan" as const,
      label: texts.shell.plans,
      icon: <IconListDetails {...ICON} />,
      isHere: path.startsWith(`${base}/plan`) || path.startsWith(`${base}/measurement`),
      keepsFilter: true,
    },
    {
      to: "/o/$slug/compare" as const,
      label: texts.shell.compare,
      icon: <IconArrowsLeftRight {...ICON} />,
      isHere: path.startsWith(`${base}/compare`),
      keepsFilter: true,
    },
    {
      to: "/o/$slug/wall" as const,
      label: texts.shell.wall,
      icon: <IconDeviceDesktopAnalytics {...ICON} />,
      isHere: false,
    },
  ];
  return (
    <Stack gap={2} component="nav" aria-label={texts.shell.menu}>
      {entries.map((entry) => (
        <NavigationLink
          key={entry.to}
          className={classes.link}
          to={entry.to}
          params={{ slug }}
          search={"keepsFilter" in entry && !entry.isHere ? filter : undefined}
          activeOptions={EXACTLY}
          label={entry.label}
          leftSection={entry.icon}
          active={entry.isHere}
          aria-current={entry.isHere ? "page" : undefined}
        />
      ))}
      {!organisation?.is_demo && (
        <NavigationLink
          className={classes.link}
          to="/o/$slug/organisation/$section"
          params={{ slug, section: "members" }}
          label={texts.shell.organisation}
          leftSection={<IconSettings {...ICON} />}
          active={isOrganisation}
          aria-current={isOrganisation ? "page" : undefined}
        />
      )}
      {organisation?.role === "admin" && <QuarantineEntry slug={slug} isHere={isQuarantine} />}
    </Stack>
  );
}

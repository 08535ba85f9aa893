import { useDocumentTitle, useHotkeys } from "@mantine/hooks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useDarkPage } from "@/pages/wall/useDarkPage.ts";
import { useWakeLock } from "@/pages/wall/useWakeLock.ts";
import { WallChart } from "@/pages/wall/WallChart.tsx";
import { WallFigures } from "@/pages/wall/WallFigures.tsx";
import { WallHeader } from "@/pages/wall/WallHeader.tsx";
import { WallRuns } from "@/pages/wall/WallRuns.tsx";
import { WallStands } from "@/pages/wall/WallStands.tsx";
import { runFilterOf, withRange } from "@/runs/runFilter.ts";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";
import classes from "./wall.module.css";

/** For a large screen in the hall: read from far away, with nobody at the keyboard. */
export function WallPage() {
  const organisation = useOrganisation();
  const { slug } = organisation;
  const search = useSearch({ from: "/signed-in/o/$slug/wall" });
  const filter = withRange(runFilterOf({ ...search }), "today");
  const navigate = useNavigate();
  useDocumentTitle(`${texts.wall.title} · ${organisation.name} · StandCloud`);
  useDarkPage();
  useWakeLock();
  // The browser keeps Escape for itself while the page fills the screen: the first one ends that.
  useHotkeys([["Escape", () => void navigate({ to: "/o/$slug", params: { slug }, search })]]);
  return (
    <div className={classes.wall}>
      <WallHeader organisation={organisation} filter={filter} search={search} />
      <main className={classes.main}>
        <WallFigures slug={slug} filter={filter} />
        <WallChart slug={slug} filter={filter} />
        <WallRuns slug={slug} filter={filter} />
        <WallStands slug={slug} />
      </main>
    </div>
  );
}

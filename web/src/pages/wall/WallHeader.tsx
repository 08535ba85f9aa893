import { ActionIcon, Tooltip } from "@mantine/core";
import { useFullscreenDocument } from "@mantine/hooks";
import { IconArrowBackUp, IconMaximize, IconMinimize } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { LiveDot } from "@/live/LiveDot.tsx";
import type { HomeSearch } from "@/pages/home/search.ts";
import { filterText, rangeText } from "@/pages/wall/filterText.ts";
import { WallClock } from "@/pages/wall/WallClock.tsx";
import type { RunFilter } from "@/runs/runFilter.ts";
import type { Organisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";
import classes from "./wall.module.css";

/** Whose figures these are, of which time, and the clock; the ways out stay discreet. */
export function WallHeader(props: { organisation: Organisation; filter: RunFilter; search: HomeSearch }) {
  const { organisation, filter } = props;
  const { fullscreen, toggle } = useFullscreenDocument();
  const conditions = filterText(filter);
  const screen = fullscreen ? texts.wall.leaveFullScreen : texts.wall.fullScreen;
  return (
    <header className={classes.header}>
      <div className={classes.names}>
        <h1 className={classes.name}>{organisation.name}</h1>
        <p className={classes.range}>
          <strong>{rangeText(filter)}</strong>
          <span>{texts.runs.against[filter.range ?? "custom"]}</span>
          {conditions && <span className={classes.conditions}>{conditions}</span>}
        </p>
      </div>
      <div className={classes.tools}>
        <LiveDot />
        <Tooltip label={screen}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={screen}
            onClick={() => void toggle()}
          >
            {fullscreen ? <IconMinimize size={20} /> : <IconMaximize size={20} />}
          </ActionIcon>
        </Tooltip>
        <Tooltip label={texts.wall.back}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={texts.wall.back}
            renderRoot={(root) => (
              <Link to="/o/$slug" params={{ slug: organisation.slug }} search={props.search} {...root} />
            )}
          >
            <IconArrowBackUp size={20} />
          </ActionIcon>
        </Tooltip>
      </div>
      <WallClock zone={organisation.time_zone} />
    </header>
  );
}

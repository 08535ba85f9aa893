import { Button, Progress, Text } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { type Demo, useDemo, useIsDemo, useLeaveDemo } from "@/demo/demo.ts";
import { ownOrganisation } from "@/demo/ownOrganisation.ts";
import { countText } from "@/format/number.ts";
import { useSession } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";
import classes from "./DemoBanner.module.css";

/** Says on every page of the demo that it is one, and how to leave it. */
export function DemoBanner() {
  return useIsDemo() ? <Banner /> : null;
}

function Banner() {
  const demo = useDemo();
  const leave = useLeaveDemo();
  const own = ownOrganisation(useSession());
  const text = texts.demo;
  return (
    <aside className={classes.banner} aria-label={text.banner}>
      <IconFlask size={20} stroke={1.6} className={classes.icon} aria-hidden />
      <div className={classes.words}>
        <Text size="sm">
          <Text span fw={650} size="sm">
            {text.banner}.
          </Text>{" "}
          {demo && sentence(demo)} {text.apart}
        </Text>
        {demo?.state === "filling" && (
          <Progress
            aria-label={text.progress}
            size="sm"
            mt={6}
            animated
            value={demo.total > 0 ? (100 * demo.done) / demo.total : 0}
          />
        )}
      </div>
      <Button size="compact-sm" variant="default" className={classes.leave} onClick={leave}>
        {own ? text.leave(own.name) : text.leaveAlone}
      </Button>
    </aside>
  );
}

function sentence(demo: Demo): string {
  if (demo.state === "filling") return texts.demo.filling(countText(demo.done), countText(demo.total));
  if (demo.state === "ready" && demo.from && demo.to) {
    return texts.demo.ready(countText(demo.runs), dayText(demo.from), dayText(demo.to));
  }
  return "";
}

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

function dayText(at: string): string {
  return DAY.format(new Date(at));
}

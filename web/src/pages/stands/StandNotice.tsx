import { Group } from "@mantine/core";
import { IconAlertTriangle, IconMoon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./StandNotice.module.css";

/** Says across the page what is wrong with a stand. */
export function StandNotice(props: { kind: "failing" | "silent"; title: string; children: ReactNode }) {
  const Icon = props.kind === "failing" ? IconAlertTriangle : IconMoon;
  return (
    <section className={classes.notice} data-kind={props.kind} aria-label={props.title}>
      <Icon size={22} stroke={1.8} aria-hidden className={classes.sign} />
      <div>
        <div className={classes.title}>{props.title}</div>
        <Group gap="4px 10px" fz="sm">
          {props.children}
        </Group>
      </div>
    </section>
  );
}

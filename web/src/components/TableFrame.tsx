import { Table } from "@mantine/core";
import type { ReactNode } from "react";

/** A table that scrolls inside its frame where the screen is narrower; by the keyboard as well. */
export function TableFrame(props: { minWidth: number; className?: string; children: ReactNode }) {
  return (
    <Table.ScrollContainer minWidth={props.minWidth} type="native" tabIndex={0} className={props.className}>
      {props.children}
    </Table.ScrollContainer>
  );
}

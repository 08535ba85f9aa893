import { type ReactNode, useMemo, useState } from "react";
import { Panel } from "@/components/Panel.tsx";
import { type ChartFiles, ChartMenu } from "./ChartMenu.tsx";
import { DrawnCharts } from "./drawnCharts.ts";

/**
 * A panel whose charts can be saved as pictures, whose data can be fetched as files, and whose view can
 * be shared by its link. Every `Chart` inside is part of the picture.
 */
export function ChartPanel(props: {
  title: string;
  /** What stands before the menu. */
  actions?: ReactNode;
  /** Addresses of the data behind the picture, by kind of file. */
  files?: ChartFiles;
  /** Addresses of what was computed of the data, where that is another file. */
  figures?: ChartFiles;
  /** Stands in the picture in place of the title, when that says too little by itself. */
  pictureTitle?: string;
  id?: string;
  children: ReactNode;
}) {
  const [elements, setElements] = useState<HTMLDivElement[]>([]);
  const list = useMemo(
    () => ({
      add: (element: HTMLDivElement) => setElements((before) => [...before, element]),
      remove: (element: HTMLDivElement) => setElements((before) => before.filter((one) => one !== element)),
    }),
    [],
  );
  return (
    <Panel
      title={props.title}
      id={props.id}
      actions={
        <>
          {props.actions}
          <ChartMenu
            title={props.pictureTitle ?? props.title}
            elements={elements}
            files={props.files}
            figures={props.figures}
          />
        </>
      }
    >
      <DrawnCharts value={list}>{props.children}</DrawnCharts>
    </Panel>
  );
}

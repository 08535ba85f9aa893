import { createContext } from "react";

/** The charts of a panel tell it that they are there, and where. */
export interface DrawnChartList {
  add: (element: HTMLDivElement) => void;
  remove: (element: HTMLDivElement) => void;
}

export const DrawnCharts = createContext<DrawnChartList | undefined>(undefined);

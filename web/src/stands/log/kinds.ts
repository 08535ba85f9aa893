import { IconCircleCheck, IconCircleX, IconNote, IconTool } from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { StandEventKind } from "@/stands/queries.ts";

export const KINDS: StandEventKind[] = ["note", "check_passed", "check_failed", "repair"];

export const KIND_ICONS: Record<StandEventKind, ComponentType<{ size: number; stroke: number }>> = {
  note: IconNote,
  check_passed: IconCircleCheck,
  check_failed: IconCircleX,
  repair: IconTool,
};

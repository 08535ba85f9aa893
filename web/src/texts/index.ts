import { shell } from "@/texts/en/shell.ts";
import { status } from "@/texts/en/status.ts";
import { trouble } from "@/texts/en/trouble.ts";

/** Every text that people read, by page. A translation is another folder beside `en`. */
export const texts = {
  shell,
  status,
  trouble,
} as const;

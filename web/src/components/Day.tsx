import { Tooltip } from "@mantine/core";
import { dayText, instantText } from "@/format/instant.ts";

/** The day of an instant in the viewer's zone; the whole instant on hover. */
export function Day({ at }: { at: string }) {
  return (
    <Tooltip label={instantText(at)} openDelay={300}>
      <time dateTime={at} style={{ whiteSpace: "nowrap" }}>
        {dayText(at)}
      </time>
    </Tooltip>
  );
}

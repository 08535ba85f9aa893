import { Tooltip } from "@mantine/core";
import { instantText, instantTextIn } from "@/format/instant.ts";

/** An instant in the viewer's zone; the stand's own clock, where it is known, on hover. */
export function Instant({ at, zone }: { at: string; zone?: string | null }) {
  const label = zone ? instantTextIn(at, zone) : at.replace("T", " ").replace("Z", " UTC");
  return (
    <Tooltip label={label} openDelay={300}>
      <time dateTime={at} style={{ whiteSpace: "nowrap" }}>
        {instantText(at)}
      </time>
    </Tooltip>
  );
}

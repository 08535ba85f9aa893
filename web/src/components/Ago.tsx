import { Tooltip } from "@mantine/core";
import { agoText, instantText } from "@/format/instant.ts";
import { texts } from "@/texts/index.ts";

/** How long ago, or how long until; the instant on hover. */
export function Ago({ at }: { at: string | null | undefined }) {
  if (!at) return <span>{texts.dialogs.never}</span>;
  return (
    <Tooltip label={instantText(at)} openDelay={300}>
      <time dateTime={at} style={{ whiteSpace: "nowrap" }}>
        {agoText(at, new Date())}
      </time>
    </Tooltip>
  );
}

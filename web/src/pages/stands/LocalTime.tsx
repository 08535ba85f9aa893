import { Text } from "@mantine/core";
import { useNow } from "@/stands/useNow.ts";
import { texts } from "@/texts/index.ts";
import { localTimeText } from "./localTimeText.ts";

/** What the clock on the wall beside the stand says. */
export function LocalTime({ zone }: { zone?: string | null }) {
  const now = useNow(10_000);
  const text = texts.stands.facts;
  if (!zone) return <>{text.none}</>;
  const local = localTimeText(now, zone);
  return (
    <>
      {local ?? text.none}
      <Text span c="dimmed" size="sm">
        {" "}
        {zone}
        {!local && ` (${text.unknownZone})`}
      </Text>
    </>
  );
}

import { AnchorLink } from "@/components/links.tsx";
import type { RunData } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";

/** The stand by name and number. */
export function StandLink({ run, slug }: { run: RunData; slug: string }) {
  const { stand } = run;
  const name = stand.number == null ? stand.name : `${stand.name} (${texts.run.standNumber(stand.number)})`;
  if (stand.id == null) return name;
  return (
    <AnchorLink to="/o/$slug/stands/$standId" params={{ slug, standId: String(stand.id) }} size="sm">
      {name}
    </AnchorLink>
  );
}

import { AnchorLink } from "@/components/links.tsx";
import type { RunData } from "@/pages/run/types.ts";
import { standName } from "@/stands/standName.ts";

/** The stand by name and number. */
export function StandLink({ run, slug }: { run: RunData; slug: string }) {
  const { stand } = run;
  const name = standName(stand);
  if (stand.id == null) return name;
  return (
    <AnchorLink to="/o/$slug/stands/$standId" params={{ slug, standId: String(stand.id) }} size="sm">
      {name}
    </AnchorLink>
  );
}

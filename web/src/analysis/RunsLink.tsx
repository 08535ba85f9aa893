import type { ReactNode } from "react";
import { runsBehind } from "@/analysis/runsBehind.ts";
import { AnchorLink } from "@/components/links.tsx";

/** A figure that leads to the runs behind it. */
export function RunsLink(props: { slug: string; query: string; children: ReactNode; label?: string }) {
  return (
    <AnchorLink
      inherit
      to="/o/$slug"
      params={{ slug: props.slug }}
      search={runsBehind(props.query)}
      aria-label={props.label}
    >
      {props.children}
    </AnchorLink>
  );
}

import { useEffect, useRef } from "react";
import { NavigationLink } from "@/components/links.tsx";
import { SECTIONS, type SectionId } from "@/pages/organisation/sections.ts";
import type { Organisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";
import classes from "./OrganisationPage.module.css";

/** The way between the sections: beside them, above them on a phone. Members see what is for them. */
export function SectionList({ organisation, here }: { organisation: Organisation; here: SectionId }) {
  const list = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new section comes into view on a phone
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>("[aria-current=page]");
    if (current && list.current) list.current.scrollLeft = current.offsetLeft - 48;
  }, [here]);
  const shown = SECTIONS.filter((section) => section.isForMembers || organisation.role === "admin");
  return (
    <nav ref={list} className={classes.sections} aria-label={texts.organisation.title}>
      {shown.map((section) => (
        <NavigationLink
          key={section.id}
          to="/o/$slug/organisation/$section"
          params={{ slug: organisation.slug, section: section.id }}
          label={texts.organisation.sections[section.id]}
          active={section.id === here}
          aria-current={section.id === here ? "page" : undefined}
        />
      ))}
    </nav>
  );
}

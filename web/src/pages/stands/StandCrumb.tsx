import { IconChevronLeft } from "@tabler/icons-react";
import { AnchorLink } from "@/components/links.tsx";
import { texts } from "@/texts/index.ts";
import classes from "./StandCrumb.module.css";

/** The way back to all stands, and where this one stands. */
export function StandCrumb({ slug, location }: { slug: string; location?: string | null }) {
  return (
    <span className={classes.crumb}>
      <AnchorLink className={classes.back} size="sm" to="/o/$slug/stands" params={{ slug }}>
        <IconChevronLeft size={14} aria-hidden />
        {texts.stands.page.back}
      </AnchorLink>
      {location && (
        <>
          <span aria-hidden>·</span>
          <span>{location}</span>
        </>
      )}
    </span>
  );
}

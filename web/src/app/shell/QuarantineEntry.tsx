import { Badge } from "@mantine/core";
import { IconMailExclamation } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { NavigationLink } from "@/components/links.tsx";
import { countText } from "@/format/number.ts";
import { waitingQuery } from "@/pages/organisation/quarantine/useQuarantine.ts";
import { texts } from "@/texts/index.ts";
import classes from "./Shell.module.css";

/** Leads Admins to refused reports, as long as some wait. */
export function QuarantineEntry({ slug, isHere }: { slug: string; isHere: boolean }) {
  const { data } = useQuery(waitingQuery(slug));
  if (!data) return null;
  return (
    <NavigationLink
      className={classes.link}
      to="/o/$slug/organisation/$section"
      params={{ slug, section: "quarantine" }}
      label={texts.quarantine.title}
      leftSection={<IconMailExclamation size={18} stroke={1.6} />}
      rightSection={
        <Badge size="sm" bg="var(--fail)" c="var(--surface)" title={texts.quarantine.waiting(data)}>
          {countText(data)}
        </Badge>
      }
      active={isHere}
      aria-current={isHere ? "page" : undefined}
    />
  );
}

import { useSearch } from "@tanstack/react-router";
import { AnchorLink } from "@/components/links.tsx";
import { PageHeader } from "@/components/PageHeader.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { NeighbourLinks } from "@/pages/run/NeighbourLinks.tsx";
import { RunContent } from "@/pages/run/RunContent.tsx";
import { RunSkeleton } from "@/pages/run/RunSkeleton.tsx";
import { useRun, useRunAddress } from "@/pages/run/useRun.ts";
import { texts } from "@/texts/index.ts";
import classes from "./RunPage.module.css";

/** One test run: what happened, why, and everything that was noted. */
export function RunPage() {
  const address = useRunAddress();
  const { within = "all" } = useSearch({ from: "/signed-in/o/$slug/runs/$runId" });
  const { data, error, isPlaceholderData, refetch } = useRun(address);
  return (
    <>
      {!error && <NeighbourLinks address={address} within={within} />}
      {data ? (
        // The run before stays on the screen until the next one is there, but nothing can be done to it.
        <div
          className={classes.content}
          inert={isPlaceholderData}
          data-stale={isPlaceholderData || undefined}
        >
          <RunContent key={data.id} run={data} address={address} />
        </div>
      ) : error ? (
        <>
          <PageHeader title={texts.run.title} />
          <Trouble error={error} again={() => void refetch()} />
          <AnchorLink to="/o/$slug" params={{ slug: address.slug }} size="sm" mt="md" display="inline-block">
            {texts.run.toHome}
          </AnchorLink>
        </>
      ) : (
        <RunSkeleton />
      )}
    </>
  );
}

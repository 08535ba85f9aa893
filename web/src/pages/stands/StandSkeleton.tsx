import { Skeleton } from "@mantine/core";
import { PageHeader } from "@/components/PageHeader.tsx";
import { texts } from "@/texts/index.ts";
import { StandCrumb } from "./StandCrumb.tsx";
import classes from "./StandPage.module.css";

/** The shape of the page while it is on the way. */
export function StandSkeleton({ slug }: { slug: string }) {
  return (
    <div aria-busy="true">
      <PageHeader title={texts.stands.stand} subtitle={<StandCrumb slug={slug} />} />
      <div className={classes.columns}>
        <Skeleton height={480} radius="md" />
        <div>
          <Skeleton height={36} mb="md" />
          <Skeleton height={380} radius="md" />
        </div>
      </div>
    </div>
  );
}

import { Group, Skeleton } from "@mantine/core";
import classes from "./StandCards.module.css";

const CARDS = ["a", "b", "c", "d", "e", "f"];

/** The shape of the list while it is on the way. */
export function StandsSkeleton() {
  return (
    <div aria-busy="true">
      <Group mb="md" gap="sm">
        <Skeleton height={36} maw={400} style={{ flex: "1 1 240px" }} />
        <Skeleton height={36} width={260} />
      </Group>
      <div className={classes.grid}>
        {CARDS.map((card) => (
          <Skeleton key={card} height={340} radius="md" />
        ))}
      </div>
    </div>
  );
}

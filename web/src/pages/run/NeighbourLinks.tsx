import { Group, NativeSelect } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconArrowLeft, IconArrowRight } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { ButtonLink } from "@/components/links.tsx";
import { instantText } from "@/format/instant.ts";
import { runSearch, WITHIN_CHOICES, type Within } from "@/pages/run/search.ts";
import type { RunNeighbour } from "@/pages/run/types.ts";
import { type RunAddress, useNeighbours } from "@/pages/run/useRun.ts";
import { texts } from "@/texts/index.ts";

const t = texts.run.neighbours;

/** Leafing through runs by their time, also with the keys p and n. */
export function NeighbourLinks({ address, within }: { address: RunAddress; within: Within }) {
  const navigate = useNavigate({ from: "/o/$slug/runs/$runId" });
  const { data } = useNeighbours(address, within);
  const search = runSearch({ within });
  const go = (to: RunNeighbour | null | undefined) => {
    if (to) void navigate({ to: "/o/$slug/runs/$runId", params: { ...address, runId: to.id }, search });
  };
  useHotkeys([
    ["p", () => go(data?.older)],
    ["[", () => go(data?.older)],
    ["n", () => go(data?.newer)],
    ["]", () => go(data?.newer)],
  ]);
  return (
    <Group component="nav" gap="xs" mb="sm" aria-label={t.label}>
      <NeighbourButton slug={address.slug} neighbour={data?.older} search={search} side="older" />
      <NeighbourButton slug={address.slug} neighbour={data?.newer} search={search} side="newer" />
      <NativeSelect
        size="xs"
        aria-label={t.within}
        value={within}
        data={WITHIN_CHOICES.map((value) => ({ value, label: t.choices[value] }))}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          void navigate({
            search: (before) => runSearch({ ...before, within: chosen }),
            replace: true,
            resetScroll: false,
          });
        }}
      />
    </Group>
  );
}

function NeighbourButton(props: {
  slug: string;
  neighbour: RunNeighbour | null | undefined;
  search: ReturnType<typeof runSearch>;
  side: "older" | "newer";
}) {
  const { neighbour, side } = props;
  const label = t[side];
  const title = neighbour
    ? [
        neighbour.serial_number ?? neighbour.part_number,
        neighbour.plan,
        neighbour.time && instantText(neighbour.time),
      ]
        .filter(Boolean)
        .join(" · ")
    : t.none;
  return (
    <ButtonLink
      to="/o/$slug/runs/$runId"
      params={{ slug: props.slug, runId: neighbour?.id ?? "" }}
      search={props.search}
      disabled={!neighbour}
      size="compact-sm"
      variant="default"
      title={`${title} (${side === "older" ? "p" : "n"})`}
      leftSection={side === "older" ? <IconArrowLeft size={14} /> : undefined}
      rightSection={side === "newer" ? <IconArrowRight size={14} /> : undefined}
    >
      {label}
    </ButtonLink>
  );
}

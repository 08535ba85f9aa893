import { CloseButton, Group, SegmentedControl, TextInput, VisuallyHidden } from "@mantine/core";
import { IconLayoutGrid, IconSearch, IconTable } from "@tabler/icons-react";
import { countByHealth, HEALTH_STATES } from "@/stands/health.ts";
import type { Stand, StandHealthState } from "@/stands/queries.ts";
import { texts } from "@/texts/index.ts";
import classes from "./StandsToolbar.module.css";
import type { StandsSearch } from "./search.ts";

/** Which stands, and as what. */
export function StandsToolbar(props: {
  stands: Stand[];
  search: StandsSearch;
  change: (changed: Partial<StandsSearch>) => void;
}) {
  const text = texts.stands;
  const counts = countByHealth(props.stands);
  const states = HEALTH_STATES.filter((state) => counts[state] > 0 || props.search.health === state);
  const sign = (Icon: typeof IconTable, label: string) => (
    <span className={classes.sign}>
      <Icon size={16} stroke={1.7} aria-hidden />
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  );
  return (
    <Group mb="md" gap="sm">
      <TextInput
        className={classes.search}
        placeholder={text.search}
        aria-label={text.search}
        leftSection={<IconSearch size={16} />}
        value={props.search.text ?? ""}
        onChange={(event) => props.change({ text: event.currentTarget.value || undefined })}
        rightSection={
          props.search.text && (
            <CloseButton
              size="sm"
              aria-label={text.showAll}
              onClick={() => props.change({ text: undefined })}
            />
          )
        }
      />
      <div className={classes.scroller}>
        <SegmentedControl
          aria-label={text.filter}
          value={props.search.health ?? "all"}
          onChange={(value) =>
            props.change({ health: value === "all" ? undefined : (value as StandHealthState) })
          }
          data={[
            { value: "all", label: `${text.all} ${props.stands.length}` },
            ...states.map((state) => ({ value: state, label: `${text.health[state]} ${counts[state]}` })),
          ]}
        />
      </div>
      <SegmentedControl
        ml={{ sm: "auto" }}
        aria-label={text.view}
        value={props.search.view ?? "cards"}
        onChange={(value) => props.change({ view: value === "table" ? "table" : undefined })}
        data={[
          { value: "cards", label: sign(IconLayoutGrid, text.cards) },
          { value: "table", label: sign(IconTable, text.table) },
        ]}
      />
    </Group>
  );
}

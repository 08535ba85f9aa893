import { SegmentedControl, Stack, Textarea, TextInput } from "@mantine/core";
import { useId } from "react";
import { problemOf } from "@/api/problem.ts";
import type { StandEventKind } from "@/stands/queries.ts";
import { texts } from "@/texts/index.ts";
import { type Draft, fieldTime } from "./draft.ts";
import classes from "./EntryFields.module.css";
import { KIND_ICONS, KINDS } from "./kinds.ts";

const NOTE_LENGTH_MAX = 5000;

/** What an entry is made of. A refusal stands at the field that it is about. */
export function EntryFields(props: { draft: Draft; change: (draft: Draft) => void; error?: unknown }) {
  const { draft, change } = props;
  const text = texts.maintenance;
  const label = useId();
  const problem = props.error ? problemOf(props.error) : undefined;
  const errorOf = (field: string) => (problem?.field === field ? problem.message : undefined);
  return (
    <Stack gap="sm">
      <div className={classes.scroller}>
        <span id={label} className="visually-hidden">
          {text.kindLabel}
        </span>
        <SegmentedControl
          className={classes.kinds}
          aria-labelledby={label}
          value={draft.kind}
          onChange={(kind) => change({ ...draft, kind: kind as StandEventKind })}
          data={KINDS.map((kind) => ({ value: kind, label: <KindLabel kind={kind} /> }))}
        />
      </div>
      <Textarea
        label={text.note}
        placeholder={text.notePlaceholder[draft.kind]}
        autosize
        minRows={2}
        maxRows={12}
        maxLength={NOTE_LENGTH_MAX}
        value={draft.note}
        onChange={(event) => change({ ...draft, note: event.currentTarget.value })}
        error={errorOf("note")}
      />
      <TextInput
        className={classes.time}
        type="datetime-local"
        label={text.happened}
        description={text.now}
        inputWrapperOrder={["label", "input", "description", "error"]}
        max={fieldTime(new Date())}
        value={draft.happened}
        onChange={(event) => change({ ...draft, happened: event.currentTarget.value })}
        error={errorOf("happened_at")}
      />
    </Stack>
  );
}

function KindLabel({ kind }: { kind: StandEventKind }) {
  const Icon = KIND_ICONS[kind];
  return (
    <span className={classes.kind}>
      <Icon size={15} stroke={1.8} />
      {texts.maintenance.kind[kind]}
    </span>
  );
}

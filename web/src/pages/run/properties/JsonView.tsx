import { useState } from "react";
import { texts } from "@/texts/index.ts";
import classes from "./JsonView.module.css";

const t = texts.run.properties;
const ENTRIES_MAX = 200;
const LIST_TEXT_MAX = 400;

/** JSON of whoever wrote the test plan: names and values, deeper levels folded. All of it is text. */
export function JsonView({ value }: { value: unknown }) {
  const entries = Object.entries(value as Record<string, unknown>);
  return (
    <dl className={classes.entries}>
      {entries.slice(0, ENTRIES_MAX).map(([key, entry]) => (
        <div key={key} className={classes.entry}>
          <dt>{key}</dt>
          <dd>
            <JsonValue value={entry} />
          </dd>
        </div>
      ))}
      {entries.length > ENTRIES_MAX && <div>{t.moreEntries(entries.length - ENTRIES_MAX)}</div>}
    </dl>
  );
}

function JsonValue({ value }: { value: unknown }) {
  if (typeof value !== "object" || value === null) {
    return <span className={classes.plain}>{typeof value === "string" ? value : String(value)}</span>;
  }
  if (Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null)) {
    return <PlainList items={value} />;
  }
  return <Folded value={value} />;
}

function PlainList({ items }: { items: unknown[] }) {
  const text = items.join(", ");
  if (text.length <= LIST_TEXT_MAX) return <span className={classes.plain}>{`[${text}]`}</span>;
  return (
    <details className={classes.folded}>
      <summary>{t.items(items.length)}</summary>
      <div className={classes.long}>{`[${text}]`}</div>
    </details>
  );
}

/** Drawn when it is opened: a deep tree costs nothing until then. */
function Folded({ value }: { value: object }) {
  const [isOpen, setIsOpen] = useState(false);
  const count = Object.keys(value).length;
  if (count === 0) return <span className={classes.plain}>{Array.isArray(value) ? "[]" : "{}"}</span>;
  return (
    <details className={classes.folded} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{t.items(count)}</summary>
      {isOpen && <JsonView value={value} />}
    </details>
  );
}

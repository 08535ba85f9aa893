import { useElementSize } from "@mantine/hooks";
import { Fragment, useEffect, useRef, useState } from "react";
import { texts } from "@/texts/index.ts";
import classes from "./RawReport.module.css";

const LINE_HEIGHT = 18;
const LINES_BEYOND = 20;

/** Many lines of text, of which only those in view are drawn. */
export function LineList(props: { lines: string[]; wanted: string; current: number | undefined }) {
  const { lines, wanted, current } = props;
  const frame = useRef<HTMLElement>(null);
  const { ref: size, height } = useElementSize<HTMLElement>();
  const [top, setTop] = useState(0);
  useEffect(() => {
    if (current === undefined || !frame.current) return;
    frame.current.scrollTop = current * LINE_HEIGHT - frame.current.clientHeight / 2;
  }, [current]);
  const first = Math.max(0, Math.floor(top / LINE_HEIGHT) - LINES_BEYOND);
  const last = Math.ceil((top + (height || 800)) / LINE_HEIGHT) + LINES_BEYOND;
  const shown = lines.slice(first, last).map((line, offset) => ({ line, index: first + offset }));
  return (
    <section
      ref={(element) => {
        frame.current = element;
        size(element);
      }}
      className={classes.lines}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      aria-label={texts.run.raw.text}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <div className={classes.space} style={{ height: lines.length * LINE_HEIGHT }}>
        <div style={{ transform: `translateY(${first * LINE_HEIGHT}px)` }}>
          {shown.map(({ line, index }) => (
            <div key={index} className={classes.line} data-current={index === current || undefined}>
              <Marked line={line} wanted={wanted} />
            </div>
          ))}
        </div>
      </div>
    </section>
  );
}

function Marked({ line, wanted }: { line: string; wanted: string }) {
  const at = wanted === "" ? -1 : line.toLowerCase().indexOf(wanted.toLowerCase());
  if (at < 0) return line;
  const end = at + wanted.length;
  return (
    <Fragment>
      {line.slice(0, at)}
      <mark>{line.slice(at, end)}</mark>
      {line.slice(end)}
    </Fragment>
  );
}

import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { texts } from "@/texts/index.ts";
import classes from "./CopyBlock.module.css";

/** Text for a terminal or a file, to be copied as it is. */
export function CopyBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className={classes.block}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line is scrolled with the keyboard */}
      <section className={classes.scroller} tabIndex={0} aria-label={label}>
        <pre className={classes.text}>{text}</pre>
      </section>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? texts.connect.copied : texts.connect.copy} position="left">
            <ActionIcon
              className={classes.button}
              variant="subtle"
              color={copied ? "green" : "gray"}
              onClick={copy}
              aria-label={`${copied ? texts.connect.copied : texts.connect.copy}: ${label}`}
            >
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}

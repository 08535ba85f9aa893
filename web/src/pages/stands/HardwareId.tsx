import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { texts } from "@/texts/index.ts";
import classes from "./HardwareId.module.css";

/** The id of the stand's PC, to be copied. */
export function HardwareId({ id }: { id: string }) {
  const text = texts.stands.facts;
  if (!id) return <>{text.none}</>;
  return (
    <span className={classes.id}>
      <code className={classes.text}>{id}</code>
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? text.copied : text.copyHwId}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color={copied ? "green" : "gray"}
              onClick={copy}
              aria-label={copied ? text.copied : text.copyHwId}
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </span>
  );
}

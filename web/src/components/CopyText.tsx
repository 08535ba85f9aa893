import { Button, Code, CopyButton, Group } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { texts } from "@/texts/index.ts";

/** A text to be carried elsewhere: a key, a link, lines of a configuration. */
export function CopyText({ value, label }: { value: string; label?: string }) {
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <Code
        block
        flex={1}
        miw={0}
        fz="xs"
        aria-label={label}
        style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
      >
        {value}
      </Code>
      <CopyButton value={value} timeout={2500}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            size="sm"
            px="sm"
            onClick={copy}
            leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            style={{ flexShrink: 0 }}
          >
            {copied ? texts.dialogs.copied : texts.dialogs.copy}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}

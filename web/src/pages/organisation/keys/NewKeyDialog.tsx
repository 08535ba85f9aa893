import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { CopyText } from "@/components/CopyText.tsx";
import { Instant } from "@/components/Instant.tsx";
import type { MadeApiKey } from "@/pages/organisation/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.keys;

/** The one place that shows a key. It closes only by its button, so that nobody loses it by a slip. */
export function NewKeyDialog({ made, onClose }: { made: MadeApiKey | undefined; onClose: () => void }) {
  return (
    <Modal
      opened={made !== undefined}
      onClose={onClose}
      title={words.made}
      size="lg"
      centered
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      {made && (
        <Stack gap="sm">
          <Text size="sm">{words.copyNow(made.name)}</Text>
          <CopyText value={made.key} label={words.made} />
          <Text size="sm" mt="xs">
            {words.toml}
          </Text>
          <CopyText value={tomlOf(made)} />
          {made.old_until && (
            <Text size="sm" c="dimmed">
              {words.oldUntil} <Instant at={made.old_until} />.
            </Text>
          )}
          <Group justify="flex-end">
            <Button onClick={onClose}>{words.haveCopied}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function tomlOf(made: MadeApiKey): string {
  return `[stand_cloud]\naddress = "${made.address}"\napi_key = "${made.key}"\nautosync = true`;
}

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { Trouble } from "@/components/Trouble.tsx";
import { useDiscard } from "@/pages/organisation/quarantine/useQuarantine.ts";
import { texts } from "@/texts/index.ts";

const text = texts.quarantine;

/** Asks before a report is deleted. */
export function DiscardDialog(props: { slug: string; id: string; close: () => void; discarded: () => void }) {
  const discard = useDiscard(props.slug);
  return (
    <Modal
      opened
      onClose={props.close}
      title={text.discardTitle}
      centered
      closeButtonProps={{ "aria-label": text.close }}
    >
      <Stack gap="md">
        <Text size="sm">{text.discardWhy}</Text>
        {discard.isError && <Trouble error={discard.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.close}>
            {text.cancel}
          </Button>
          <Button
            color="red"
            loading={discard.isPending}
            onClick={() => discard.mutate(props.id, { onSuccess: props.discarded })}
          >
            {text.discard}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

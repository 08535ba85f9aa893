import { Button, Group, Popover, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Trouble } from "@/components/Trouble.tsx";

/** Asks before something is removed, at the place where it is; stays open while it fails. */
export function ConfirmPopover(props: {
  question: string;
  keep: string;
  remove: string;
  onRemove: () => Promise<unknown>;
  target: (open: () => void) => ReactNode;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const close = () => {
    setIsOpen(false);
    setError(undefined);
  };
  const remove = async () => {
    setIsBusy(true);
    setError(undefined);
    try {
      await props.onRemove();
      close();
    } catch (problem) {
      setError(problem);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Popover
      opened={isOpen}
      onDismiss={close}
      width={280}
      position="bottom-end"
      shadow="md"
      trapFocus
      withinPortal
    >
      <Popover.Target>{props.target(() => setIsOpen(true))}</Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Text size="sm">{props.question}</Text>
          {error !== undefined && <Trouble error={error} />}
          <Group gap="xs" justify="flex-end">
            <Button size="xs" variant="default" onClick={close}>
              {props.keep}
            </Button>
            <Button size="xs" color="red" loading={isBusy} onClick={() => void remove()}>
              {props.remove}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

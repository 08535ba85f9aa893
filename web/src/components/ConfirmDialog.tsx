import { Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { ChangeTrouble } from "@/components/ChangeTrouble.tsx";
import { texts } from "@/texts/index.ts";

/** Asks before something that cannot be undone. */
export function ConfirmDialog(props: {
  opened: boolean;
  title: string;
  children?: ReactNode;
  confirm: string;
  isHarmless?: boolean;
  isBusy?: boolean;
  isDisabled?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      centered
      closeButtonProps={{ "aria-label": texts.dialogs.close }}
    >
      <Stack gap="md">
        {props.children}
        <ChangeTrouble error={props.error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={props.onClose} data-autofocus>
            {texts.dialogs.cancel}
          </Button>
          <Button
            color={props.isHarmless ? undefined : "red"}
            loading={props.isBusy}
            disabled={props.isDisabled}
            onClick={props.onConfirm}
          >
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type SyntheticEvent, useState } from "react";
import { problemOf } from "@/api/problem.ts";
import { Trouble } from "@/components/Trouble.tsx";
import { type RunAddress, useVoiding } from "@/pages/run/useRun.ts";
import { texts } from "@/texts/index.ts";

const t = texts.run.voiding;
const REASON_LENGTH_MAX = 500;

/** Asks why. What was typed stays until it has been accepted, also when the dialog is closed. */
export function VoidDialog(props: {
  deed: "void" | "restore";
  address: RunAddress;
  isOpen: boolean;
  close: () => void;
}) {
  const { deed, close } = props;
  const isVoid = deed === "void";
  const [reason, setReason] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const voiding = useVoiding(props.address, deed);
  const problem = voiding.error ? problemOf(voiding.error) : null;
  const fieldProblem = problem?.field === "reason" ? problem.message : null;

  function send(event: SyntheticEvent) {
    event.preventDefault();
    if (reason.trim() === "") return setIsMissing(true);
    voiding.mutate(reason, {
      onSuccess: () => {
        notifications.show({ message: isVoid ? t.voidDone : t.restoreDone });
        close();
      },
    });
  }

  return (
    <Modal opened={props.isOpen} onClose={close} title={isVoid ? t.voidTitle : t.restoreTitle} centered>
      <form onSubmit={send} noValidate>
        <Stack gap="sm">
          <Text size="sm">{isVoid ? t.voidText : t.restoreText}</Text>
          <Textarea
            data-autofocus
            required
            label={t.reason}
            description={isVoid ? t.voidExample : t.restoreExample}
            value={reason}
            maxLength={REASON_LENGTH_MAX}
            autosize
            minRows={2}
            maxRows={8}
            error={isMissing ? t.needed : fieldProblem}
            onChange={(event) => {
              setReason(event.currentTarget.value);
              setIsMissing(false);
            }}
          />
          {problem && !fieldProblem && <Trouble error={problem} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t.cancel}
            </Button>
            <Button type="submit" loading={voiding.isPending}>
              {isVoid ? t.void : t.restore}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

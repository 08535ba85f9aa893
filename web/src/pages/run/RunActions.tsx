import { Button } from "@mantine/core";
import { useClipboard, useDisclosure } from "@mantine/hooks";
import { IconBan, IconBraces, IconCheck, IconLink, IconRestore } from "@tabler/icons-react";
import { RawReport } from "@/pages/run/raw/RawReport.tsx";
import type { RunData } from "@/pages/run/types.ts";
import type { RunAddress } from "@/pages/run/useRun.ts";
import { VoidDialog } from "@/pages/run/VoidDialog.tsx";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

const t = texts.run;

export function RunActions({ run, address }: { run: RunData; address: RunAddress }) {
  const clipboard = useClipboard({ timeout: 2000 });
  const [rawIsOpen, raw] = useDisclosure(false);
  const [dialogIsOpen, dialog] = useDisclosure(false);
  const { is_demo: isDemo } = useOrganisation();
  const isVoid = Boolean(run.void);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={clipboard.copied ? <IconCheck size={14} /> : <IconLink size={14} />}
        onClick={() => clipboard.copy(window.location.href)}
      >
        {clipboard.copied ? t.linkCopied : t.copyLink}
      </Button>
      <Button size="xs" variant="default" leftSection={<IconBraces size={14} />} onClick={raw.open}>
        {t.rawReport}
      </Button>
      {!isDemo && (
        <Button
          size="xs"
          variant="default"
          leftSection={isVoid ? <IconRestore size={14} /> : <IconBan size={14} />}
          onClick={dialog.open}
        >
          {isVoid ? t.restore : t.void}
        </Button>
      )}
      <RawReport address={address} isOpen={rawIsOpen} close={raw.close} />
      <VoidDialog
        key={String(isVoid)}
        deed={isVoid ? "restore" : "void"}
        address={address}
        isOpen={dialogIsOpen}
        close={dialog.close}
      />
    </>
  );
}

import {
  ActionIcon,
  Button,
  Drawer,
  Group,
  SegmentedControl,
  Skeleton,
  Text,
  TextInput,
} from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconChevronDown, IconChevronUp, IconCopy, IconDownload } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Trouble } from "@/components/Trouble.tsx";
import { findLines, formatted, linesOf } from "@/pages/run/raw/find.ts";
import { LineList } from "@/pages/run/raw/LineList.tsx";
import { type RunAddress, rawReportAddress, useRawReport } from "@/pages/run/useRun.ts";
import { texts } from "@/texts/index.ts";
import classes from "./RawReport.module.css";

const t = texts.run.raw;

/** The report as the stand sent it, to read, search, copy and save. */
export function RawReport(props: { address: RunAddress; isOpen: boolean; close: () => void }) {
  const { data, error, refetch } = useRawReport(props.address, props.isOpen);
  const [view, setView] = useState<"formatted" | "verbatim">("formatted");
  const clipboard = useClipboard({ timeout: 2000 });
  const text = useMemo(() => (view === "formatted" && data ? formatted(data) : (data ?? "")), [data, view]);
  return (
    <Drawer
      opened={props.isOpen}
      onClose={props.close}
      position="right"
      size="min(900px, 100vw)"
      title={t.title}
      classNames={{ body: classes.body, content: classes.content }}
    >
      <Group gap="xs" mb="xs">
        <SegmentedControl
          size="xs"
          aria-label={t.view}
          value={view}
          onChange={(value) => setView(value === "verbatim" ? "verbatim" : "formatted")}
          data={[
            { value: "formatted", label: t.formatted },
            { value: "verbatim", label: t.verbatim },
          ]}
        />
        <Button
          size="compact-sm"
          variant="default"
          disabled={data === undefined}
          leftSection={clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          onClick={() => clipboard.copy(data)}
        >
          {clipboard.copied ? t.copied : t.copy}
        </Button>
        <Button
          component="a"
          href={rawReportAddress(props.address, true)}
          download
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={14} />}
        >
          {t.download}
        </Button>
      </Group>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {data === undefined && !error && <Skeleton height={400} />}
      {data !== undefined && <SearchableText text={text} />}
    </Drawer>
  );
}

function SearchableText({ text }: { text: string }) {
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const lines = useMemo(() => linesOf(text), [text]);
  const found = useMemo(() => findLines(lines, wanted), [lines, wanted]);
  const step = (by: number) => {
    if (found.length > 0) setAt((at + by + found.length) % found.length);
  };
  return (
    <>
      <Group gap="xs" mb="xs" wrap="nowrap">
        <TextInput
          size="xs"
          flex={1}
          type="search"
          data-autofocus
          aria-label={t.search}
          placeholder={t.search}
          value={wanted}
          onChange={(event) => {
            setWanted(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
          }}
        />
        <Text size="xs" c="dimmed" role="status" miw={64}>
          {wanted && (found.length > 0 ? t.found(at + 1, found.length) : t.notFound)}
        </Text>
        <ActionIcon size="sm" variant="default" aria-label={t.previous} onClick={() => step(-1)}>
          <IconChevronUp size={14} />
        </ActionIcon>
        <ActionIcon size="sm" variant="default" aria-label={t.next} onClick={() => step(1)}>
          <IconChevronDown size={14} />
        </ActionIcon>
      </Group>
      <LineList lines={lines} wanted={wanted} current={found[at]} />
    </>
  );
}

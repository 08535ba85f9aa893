import { Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import type { AuditFilter } from "@/pages/organisation/audit/filter.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.audit;
const PAUSE_MS = 300;

export function AuditFilters(props: { filter: AuditFilter; onChange: (part: AuditFilter) => void }) {
  const { filter, onChange } = props;
  const [text, setText] = useState(filter.text ?? "");
  const search = useDebouncedCallback((typed: string) => onChange({ text: typed || undefined }), PAUSE_MS);
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label={words.what}
        w={200}
        placeholder={words.everything}
        value={filter.action ?? null}
        onChange={(action) => onChange({ action: action ?? undefined })}
        data={Object.entries(words.actions).map(([value, label]) => ({ value, label }))}
        clearable
      />
      <TextInput
        type="search"
        label={words.who}
        w={200}
        leftSection={<IconSearch size={16} />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          search(event.currentTarget.value.trim());
        }}
        maxLength={200}
      />
      {(["from", "to"] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          label={words[end]}
          w={160}
          value={filter[end] ?? ""}
          onChange={(event) => onChange({ [end]: event.currentTarget.value || undefined })}
        />
      ))}
    </Group>
  );
}

import { Button, Combobox, Loader, Text, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChevronDown } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ValueOption } from "@/runs/filter/ValueOption.tsx";
import { filterValuesQuery } from "@/runs/queries.ts";
import type { NameField } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const TYPING_MS = 150;

/** Some of the names that the server knows, found while one types. */
export function ValueSelect(props: {
  slug: string;
  field: NameField;
  chosen: string[];
  onChange: (values: string[]) => void;
}) {
  const { slug, field, chosen, onChange } = props;
  const words = texts.runs.filter;
  const label = words.fields[field];
  const [search, setSearch] = useState("");
  const [typed] = useDebouncedValue(search, TYPING_MS);
  const combobox = useCombobox({
    onDropdownClose: () => combobox.resetSelectedOption(),
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const values = useQuery({
    ...filterValuesQuery(slug, field, typed.trim()),
    enabled: combobox.dropdownOpened,
  });
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  const found = values.data?.values ?? [];
  return (
    <Combobox store={combobox} width={280} position="bottom-start" withinPortal onOptionSubmit={toggle}>
      <Combobox.Target targetType="button" withAriaAttributes>
        <Button
          size="xs"
          variant={chosen.length > 0 ? "light" : "default"}
          fw={500}
          rightSection={<IconChevronDown size={14} stroke={1.8} />}
          onClick={() => combobox.toggleDropdown()}
        >
          {chosen.length > 0 ? `${label} (${chosen.length})` : label}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder={words.search(label)}
          aria-label={words.search(label)}
          rightSection={values.isFetching ? <Loader size={14} /> : undefined}
        />
        <Combobox.Options mah={280} style={{ overflowY: "auto" }} aria-label={label} tabIndex={0}>
          {found.map((value) => (
            <ValueOption
              key={value.value}
              field={field}
              value={value}
              isChosen={chosen.includes(value.value)}
            />
          ))}
          {values.data && found.length === 0 && (
            <Combobox.Empty>{typed ? words.nothing : words.nothingYet}</Combobox.Empty>
          )}
        </Combobox.Options>
        {values.data?.has_more && (
          <Text size="xs" c="dimmed" p={6}>
            {words.more}
          </Text>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}

import { Combobox, Kbd, Loader, TextInput, useCombobox } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type RefObject, useEffect, useState } from "react";
import { HitList, NoHits } from "@/search/HitList.tsx";
import { type Hit, hitGroups } from "@/search/hits.ts";
import { useGoTo } from "@/search/useGoTo.ts";
import { useSearch } from "@/search/useSearch.ts";
import { texts } from "@/texts/index.ts";
import classes from "./search.module.css";

/** The box itself: type, choose with the arrows, Enter goes there, Escape leaves. */
export function SearchField(props: {
  slug: string;
  input: RefObject<HTMLInputElement | null>;
  isWide?: boolean;
  onLeave?: () => void;
}) {
  const [text, setText] = useState("");
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const { data, asked, isFetching, isError, isPlaceholderData } = useSearch(
    props.slug,
    text,
    combobox.dropdownOpened,
  );
  const groups = data && asked !== "" ? hitGroups(data) : [];
  const hits = groups.flatMap((group) => group.hits);
  const goTo = useGoTo(props.slug);
  const choose = (hit: Hit) => {
    setText("");
    combobox.closeDropdown();
    props.input.current?.blur();
    props.onLeave?.();
    goTo(hit.target);
  };
  // Enter takes the best hit, without an arrow key before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only new results choose anew
  useEffect(() => {
    if (hits.length > 0) combobox.selectFirstOption();
  }, [data]);
  return (
    <Combobox
      store={combobox}
      width={props.isWide ? undefined : 420}
      position="bottom-end"
      withinPortal
      onOptionSubmit={(key) => {
        const hit = hits.find((candidate) => candidate.key === key);
        if (hit) choose(hit);
      }}
    >
      <Combobox.Target>
        <TextInput
          ref={props.input}
          data-autofocus={props.isWide || undefined}
          className={props.isWide ? classes.wide : classes.box}
          type="search"
          size="sm"
          aria-label={texts.search.label}
          placeholder={texts.search.placeholder}
          leftSection={isFetching && asked !== "" ? <Loader size={14} /> : <IconSearch size={16} />}
          rightSection={props.isWide || text ? undefined : <Kbd size="xs">/</Kbd>}
          rightSectionPointerEvents="none"
          value={text}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
          }}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            setText("");
            combobox.closeDropdown();
            event.currentTarget.blur();
            props.onLeave?.();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options
          mah="min(70vh, 560px)"
          style={{ overflowY: "auto" }}
          aria-label={texts.search.results}
        >
          <HitList groups={groups} part={asked} />
          {hits.length === 0 && (
            <NoHits asked={asked} isError={isError} isPending={isFetching || isPlaceholderData} />
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

import { ActionIcon, CloseButton, Group, Modal } from "@mantine/core";
import { useDisclosure, useHotkeys, useMediaQuery } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useRef } from "react";
import { SearchField } from "@/search/SearchField.tsx";
import { texts } from "@/texts/index.ts";

/** Search from anywhere with `/`. A phone has no room for the box, so there it opens on a tap. */
export function SearchBox({ slug }: { slug: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, box] = useDisclosure(false);
  const isNarrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  useHotkeys([["/", () => (isNarrow ? box.open() : input.current?.focus())]]);
  if (!isNarrow) return <SearchField slug={slug} input={input} />;
  return (
    <>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={texts.search.open} onClick={box.open}>
        <IconSearch size={20} stroke={1.6} />
      </ActionIcon>
      <Modal
        opened={isOpen}
        onClose={box.close}
        withCloseButton={false}
        yOffset={8}
        padding="xs"
        // The name belongs to the dialog itself; the library would put it on the frame around it.
        attributes={{ content: { "aria-label": texts.search.label } }}
        closeOnEscape={false}
      >
        <Group wrap="nowrap" gap="xs">
          <SearchField slug={slug} input={input} isWide onLeave={box.close} />
          <CloseButton aria-label={texts.search.close} onClick={box.close} />
        </Group>
      </Modal>
    </>
  );
}

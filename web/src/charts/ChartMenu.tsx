import { ActionIcon, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  IconDotsVertical,
  IconFileSpreadsheet,
  IconFileText,
  IconFileTypeSvg,
  IconLink,
  IconPhoto,
  IconTable,
} from "@tabler/icons-react";
import { useContext } from "react";
import { dayText } from "@/format/instant.ts";
import { texts } from "@/texts/index.ts";
import { PictureAbout } from "./pictureAbout.ts";
import { type PictureKind, savePicture } from "./savePicture.ts";

/** Addresses of files, by kind. */
export type ChartFiles = Partial<Record<"csv" | "xlsx" | "parquet", string>>;

const ICON = { size: 18, stroke: 1.6 } as const;
const FILE_ICONS = {
  csv: <IconFileText {...ICON} />,
  xlsx: <IconFileSpreadsheet {...ICON} />,
  parquet: <IconTable {...ICON} />,
} as const;

/** What can be done with a chart. */
export function ChartMenu(props: {
  title: string;
  elements: HTMLElement[];
  files?: ChartFiles;
  figures?: ChartFiles;
}) {
  const words = texts.charts;
  const runs = useContext(PictureAbout);
  const save = (kind: PictureKind) => {
    // "Month" says which one only together with the day.
    const saved = words.saved(dayText(new Date().toISOString()));
    const head = { title: props.title, about: runs ? `${runs} · ${saved}` : saved };
    return savePicture(kind, head, inPageOrder(props.elements)).catch(() =>
      notifications.show({ color: "red", message: words.pictureFailed }),
    );
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={words.menu(props.title)}>
          <IconDotsVertical {...ICON} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {props.elements.length > 0 && (
          <>
            <Menu.Item leftSection={<IconPhoto {...ICON} />} onClick={() => void save("png")}>
              {words.png}
            </Menu.Item>
            <Menu.Item leftSection={<IconFileTypeSvg {...ICON} />} onClick={() => void save("svg")}>
              {words.svg}
            </Menu.Item>
          </>
        )}
        {filesOf(props.files, words)}
        {filesOf(props.figures, words.figures)}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLink {...ICON} />} onClick={() => void copyLink()}>
          {words.link}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function filesOf(files: ChartFiles | undefined, words: Partial<Record<keyof ChartFiles, string>>) {
  const kinds = (["csv", "xlsx", "parquet"] as const).filter((kind) => files?.[kind]);
  return kinds.map((kind) => (
    <Menu.Item key={kind} component="a" href={files?.[kind]} download leftSection={FILE_ICONS[kind]}>
      {words[kind]}
    </Menu.Item>
  ));
}

function inPageOrder(elements: HTMLElement[]): HTMLElement[] {
  const isBefore = (one: Node, other: Node) =>
    one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  return [...elements].sort((one, other) => (isBefore(one, other) ? -1 : 1));
}

/** Without TLS, or when the person has forbidden it, a browser does not let a page copy. */
async function copyLink() {
  const words = texts.charts;
  try {
    await navigator.clipboard.writeText(window.location.href);
    notifications.show({ color: "green", title: words.linkCopied, message: words.linkCopiedText });
  } catch {
    notifications.show({ title: words.linkNotCopied, message: window.location.href, autoClose: false });
  }
}
